import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import { parseMembers, readObject, someText, wholeNumber } from '../../shared/http/body-members.ts';
import { timeOf } from '../../shared/http/group-answer.ts';
import { MAX_LEASE_SECONDS, readOwnGroup } from '../../shared/http/group-request.ts';
import { json } from '../../shared/http/handle.ts';
import { readQuery } from '../../shared/http/read.ts';

/** Parsers of the members of its body. */
export const renewLeaseBody = { lease: someText, leaseSeconds: wholeNumber(1, MAX_LEASE_SECONDS) };

/** `POST groups/{group}/topics/{topic}/renew`: what is left of a lease ends so long from now. */
export async function renewLease(
  request: HttpRequest,
  { config, groups, deadline }: Dependencies,
): Promise<HttpResponseInit> {
  const faults: Fault[] = [];
  const of = readOwnGroup(request, faults);
  readQuery(request, {}, faults);
  const body = parseMembers(await readObject(request), renewLeaseBody, faults, ['lease']);
  throwIfFaulty(faults);
  const leaseMs = (body.leaseSeconds ?? config.leaseSeconds) * 1000;
  const { partitions, leaseUntilMs } = await groups.renew(of, body.lease ?? '', leaseMs, deadline());
  return json(200, { partitions, leaseUntil: timeOf(leaseUntilMs) });
}
