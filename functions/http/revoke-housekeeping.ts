import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { type Call, json } from '../../shared/http/handle.ts';
import { readFindings } from '../../shared/http/read-findings.ts';
import { refuseParameters } from '../../shared/http/read.ts';

/** `POST housekeeping/revoke`: takes approvals back; what was not approved is not named in the answer. */
export async function revokeHousekeeping(
  request: HttpRequest,
  { housekeeping }: Dependencies,
  { concerns }: Call,
): Promise<HttpResponseInit> {
  refuseParameters(request);
  const { findings, reason } = await readFindings(request, false);
  const ids = findings.map(({ id }) => id);
  concerns(ids, reason);
  return json(200, { revoked: await housekeeping.revoke(ids) });
}
