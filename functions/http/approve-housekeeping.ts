import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { type Call, json } from '../../shared/http/handle.ts';
import { readFindings } from '../../shared/http/read-findings.ts';
import { refuseParameters } from '../../shared/http/read.ts';

/** `POST housekeeping/approve`: the topics of these findings may go, as the last report shows them; all of them or none. */
export async function approveHousekeeping(
  request: HttpRequest,
  { housekeeping }: Dependencies,
  { caller, concerns }: Call,
): Promise<HttpResponseInit> {
  refuseParameters(request);
  const { findings, reason } = await readFindings(request, true);
  const ids = findings.map(({ id }) => id);
  concerns(ids, reason);
  await housekeeping.approve(findings, { who: caller.id, reason });
  return json(200, { approved: ids });
}
