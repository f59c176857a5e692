import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { withDefault } from '../../shared/described.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import { readGroup } from '../../shared/http/group-request.ts';
import type { Call } from '../../shared/http/handle.ts';
import { readQuery, readTopic } from '../../shared/http/read.ts';
import { boolean } from '../../shared/setting.ts';

/** Parsers of its query. */
export const deleteGroupQuery = { force: withDefault(false, boolean) };

/** `DELETE groups/{group}/topics/{topic}`: forgets the group's progress; `force=true` also under a lease. */
export async function deleteGroup(
  request: HttpRequest,
  { groups, deadline }: Dependencies,
  { concerns }: Call,
): Promise<HttpResponseInit> {
  const faults: Fault[] = [];
  const of = { group: readGroup(request, faults), topic: readTopic(request, faults) };
  const { force = false } = readQuery(request, deleteGroupQuery, faults);
  throwIfFaulty(faults);
  concerns([`force=${force}`]);
  await groups.remove(of, force, deadline());
  return { status: 204 };
}
