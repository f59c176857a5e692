import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import { parseMembers, readObject, someText } from '../../shared/http/body-members.ts';
import { timeOf } from '../../shared/http/group-answer.ts';
import { offsetsByPartition, readOwnGroup } from '../../shared/http/group-request.ts';
import { json } from '../../shared/http/handle.ts';
import { readQuery } from '../../shared/http/read.ts';

/** Parsers of the members of its body. */
export const commitGroupBody = { lease: someText, offsets: offsetsByPartition };

/** `POST groups/{group}/topics/{topic}/commit`: all of a lease, or up to the offsets to read next. */
export async function commitGroup(
  request: HttpRequest,
  { groups, deadline }: Dependencies,
): Promise<HttpResponseInit> {
  const faults: Fault[] = [];
  const of = readOwnGroup(request, faults);
  readQuery(request, {}, faults);
  const { lease = '', offsets } = parseMembers(await readObject(request), commitGroupBody, faults, ['lease']);
  throwIfFaulty(faults);
  const { partitions, leaseUntilMs } = await groups.commit(of, lease, offsets, deadline());
  return json(200, { partitions, leaseUntil: timeOf(leaseUntilMs) });
}
