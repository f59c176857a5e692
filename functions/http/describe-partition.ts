import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { AppError, type Fault, throwIfFaulty } from '../../shared/errors.ts';
import { json } from '../../shared/http/handle.ts';
import { readPartition, readQuery, readTopic } from '../../shared/http/read.ts';
import { describePartition as operation } from '../../shared/kafka-rest/operations/metadata.ts';
import { partitionNotFound } from '../../shared/kafka-rest/partitions.ts';

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
    if (!(error instanceof AppError) || error.code !== 'partition-not-found') throw error;
    // The proxy's 404 does not say which of the two is missing.
    const known = await partitions.of(topic, 0, signal);
    throw partitionNotFound(topic, known.length);
  }
}
