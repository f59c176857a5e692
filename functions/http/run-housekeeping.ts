import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import type { Call } from '../../shared/http/handle.ts';
import { json } from '../../shared/http/handle.ts';
import { readQuery } from '../../shared/http/read.ts';
import { boolean } from '../../shared/setting.ts';

/** The platform's own limit for an answer is 230 s. */
const BUDGET_MS = 150_000;

/** Parsers of its query. */
export const runHousekeepingQuery = { dryRun: boolean };

/**
 * `POST housekeeping/run`: one run, now. 200 with its report, 202 where the time did not suffice to look at all and do
 * all: the next run goes on. `dryRun` wins over the setting.
 */
export async function runHousekeeping(
  request: HttpRequest,
  { config, housekeeping }: Dependencies,
  { caller, concerns }: Call,
): Promise<HttpResponseInit> {
  const faults: Fault[] = [];
  const { dryRun = config.housekeepingDryRun } = readQuery(request, runHousekeepingQuery, faults);
  throwIfFaulty(faults);
  concerns([`dryRun=${dryRun}`]);
  const budget = AbortSignal.timeout(BUDGET_MS);
  const report = await housekeeping.run({ who: caller.id, dryRun }, budget);
  return json(budget.aborted ? 202 : 200, report);
}
