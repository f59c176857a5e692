import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { may } from '../../shared/access/caller.ts';
import { noSuchGroup } from '../../shared/consuming/groups/failures.ts';
import type { Dependencies } from '../../shared/dependencies.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import { topicState } from '../../shared/http/group-answer.ts';
import { readGroup } from '../../shared/http/group-request.ts';
import { type Call, json } from '../../shared/http/handle.ts';
import { readQuery } from '../../shared/http/read.ts';

/** `GET groups/{group}`: how far the group is in each of its topics that the caller may see. */
export async function describeGroup(
  request: HttpRequest,
  { groups, deadline }: Dependencies,
  { caller }: Call,
): Promise<HttpResponseInit> {
  const faults: Fault[] = [];
  const group = readGroup(request, faults);
  readQuery(request, {}, faults);
  throwIfFaulty(faults);
  const all = await groups.describe.group(group, deadline());
  const topics = all.filter(({ topic }) => may(caller, 'describe', topic));
  if (topics.length === 0) throw noSuchGroup(group);
  return json(200, { group, topics: topics.map(topicState) });
}
