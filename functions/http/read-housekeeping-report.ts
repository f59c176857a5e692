import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { may } from '../../shared/access/caller.ts';
import type { Dependencies } from '../../shared/dependencies.ts';
import { AppError } from '../../shared/errors.ts';
import { toMarkdown } from '../../shared/housekeeping/markdown.ts';
import { chooseType } from '../../shared/http/accept.ts';
import { type Call, json } from '../../shared/http/handle.ts';
import { refuseParameters } from '../../shared/http/read.ts';

/** `GET housekeeping/report`: the last run's report of the topics that the caller may see, as JSON or for a person to read. */
export async function readHousekeepingReport(
  request: HttpRequest,
  { housekeeping, deadline }: Dependencies,
  { caller }: Call,
): Promise<HttpResponseInit> {
  refuseParameters(request);
  const type = chooseType(request, ['application/json', 'text/markdown']);
  const last = await housekeeping.lastReport(deadline());
  if (last === undefined) {
    throw new AppError(
      'report-not-found',
      'Housekeeping has not run yet: POST housekeeping/run?dryRun=true.',
    );
  }
  const maySee = ({ topic }: { readonly topic: string }) => may(caller, 'describe', topic);
  const report = { ...last, findings: last.findings.filter(maySee), actions: last.actions.filter(maySee) };
  if (type === 'application/json') return json(200, report);
  const headers = { 'content-type': 'text/markdown; charset=utf-8' };
  return { status: 200, headers, body: toMarkdown(report) };
}
