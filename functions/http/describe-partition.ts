import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import { json } from '../../shared/http/handle.ts';
import { readPartition, readQuery, readTopic } from '../../shared/http/read.ts';
import { describePartition as operation } from '../../shared/kafka-rest/operations/metadata.ts';
import { partitionNotFound, unlessTopicIsMissing } from '../../shared/kafka-rest/partitions.ts';

/** `GET topics/{topic}/partitions/{partition}`. */
export async function describePartition(
  request: HttpRequest,
  { send, partitions, deadline }: Dependencies,
): Promise<HttpResponseInit> {
  const faults: Fault[] = [];
  const topic = readTopic(request, faults);
  const partition = readPartition(request, faults);
  readQuery(request, {}, faults);
  throwIfFaulty(faults);
  const signal = deadline();
  try {
    return json(200, { topic, ...(await send(operation(topic, partition), signal)) });
  } catch (error) {
    // What the proxy answers for a partition that is not there is not documented, nor which of the two is missing.
    const known = await partitions.of(topic, 0, signal).catch(unlessTopicIsMissing);
    if (known === undefined || partition < known.length) throw error;
    throw partitionNotFound(topic, known.length);
  }
}
