import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { SweepResult } from '../../shared/dead-letters/replay-dead-letters.ts';
import { parseReplayRequest, restJson } from '../../shared/dead-letters/replay-request.ts';
import type { Dependencies } from '../../shared/dependencies.ts';
import { type AppError, type Fault, problems } from '../../shared/errors.ts';
import { readBody } from '../../shared/http/body.ts';
import { type Call, json } from '../../shared/http/handle.ts';
import { readQuery, requireJson } from '../../shared/http/read.ts';

/**
 * `POST dead-letters/replay`: what became of each letter that was tried, and in `next` the body of the request that
 * goes on with the others; null where all were tried.
 */
export async function replayDeadLetters(
  request: HttpRequest,
  { config, replayDeadLetters: replay }: Dependencies,
  { concerns }: Call,
): Promise<HttpResponseInit> {
  const faults: Fault[] = [];
  readQuery(request, {}, faults);
  requireJson(request);
  const asked = parseReplayRequest(await readBody(request, config.maxRequestBytes), faults);
  const { results, rest, stoppedBy } = await replay(asked.selection, asked.limit, asked.isDryRun);
  concerns(results.map(({ id, result }) => `${id} ${result}`));
  return json(200, {
    dryRun: asked.isDryRun,
    replayed: results.filter(({ result }) => result === 'replayed').length,
    failed: results.filter(({ result }) => result === 'failed').length,
    results: results.map(resultJson),
    next: rest === undefined ? null : restJson(rest, asked),
    ...(stoppedBy !== undefined && { stoppedBy: failureJson(stoppedBy) }),
  });
}

function resultJson(result: SweepResult): Record<string, unknown> {
  if (result.result !== 'failed') return { ...result };
  const { failure, ...rest } = result;
  return { ...rest, ...failureJson(failure) };
}

function failureJson({ code, message, options }: AppError): Record<string, unknown> {
  const { outcome } = options;
  return { code, detail: message, retryable: problems[code][2], ...(outcome !== undefined && { outcome }) };
}
