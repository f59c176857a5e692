import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import { parseMembers, readObject, someText, wholeNumber } from '../../shared/http/body-members.ts';
import { MAX_LEASE_SECONDS, offsetsByPartition, readOwnGroup } from '../../shared/http/group-request.ts';
import { json } from '../../shared/http/handle.ts';
import { readQuery } from '../../shared/http/read.ts';

/** Parsers of the members of its body. */
export const releaseLeaseBody = {
  lease: someText,
  offsets: offsetsByPartition,
  delaySeconds: wholeNumber(0, MAX_LEASE_SECONDS),
};

/** `POST groups/{group}/topics/{topic}/release`: gives back what is not done with, at once or after a delay. */
export async function releaseLease(
  request: HttpRequest,
  { groups, deadline }: Dependencies,
): Promise<HttpResponseInit> {
  const faults: Fault[] = [];
  const of = readOwnGroup(request, faults);
  readQuery(request, {}, faults);
  const body = parseMembers(await readObject(request), releaseLeaseBody, faults, ['lease']);
  throwIfFaulty(faults);
  const how = { offsets: body.offsets, delayMs: (body.delaySeconds ?? 0) * 1000 };
  return json(200, await groups.release(of, body.lease ?? '', how, deadline()));
}
