import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import { topicState } from '../../shared/http/group-answer.ts';
import { readGroup } from '../../shared/http/group-request.ts';
import { json } from '../../shared/http/handle.ts';
import { readQuery, readTopic } from '../../shared/http/read.ts';

/** `GET groups/{group}/topics/{topic}`: committed and end offsets, lag and leases of each partition. */
export async function describeGroupTopic(
  request: HttpRequest,
  { groups, deadline }: Dependencies,
): Promise<HttpResponseInit> {
  const faults: Fault[] = [];
  const group = readGroup(request, faults);
  const topic = readTopic(request, faults);
  readQuery(request, {}, faults);
  throwIfFaulty(faults);
  return json(200, { group, ...topicState(await groups.describe.topic({ group, topic }, deadline())) });
}
