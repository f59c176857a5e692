import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { AppError, problems } from '../errors.ts';
import { discardBody } from './body.ts';
import { problemAnswer } from './problem.ts';

/** What a function does with a request; it may throw an AppError. */
export type Respond = (request: HttpRequest) => Promise<HttpResponseInit> | HttpResponseInit;

/**
 * Makes the handler that the library calls. It always answers: in streaming mode nothing is ever sent for a handler
 * that throws or returns nothing. Errors become problems here and are logged here, once.
 */
export function handle(respond: Respond): HttpHandler {
  return async (request, context) => {
    const answer = await answerOrProblem(respond, request, context);
    void discardBody(request);
    const { body, ...head } = answer;
    return {
      ...head,
      headers: {
        ...(answer.headers as Record<string, string> | undefined),
        'cache-control': 'no-store',
        'x-ms-request-id': context.invocationId,
      },
      ...(request.method === 'HEAD' || body === undefined ? {} : { body }),
    };
  };
}

/** A JSON answer. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): HttpResponseInit {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

async function answerOrProblem(
  respond: Respond,
  request: HttpRequest,
  context: InvocationContext,
): Promise<HttpResponseInit> {
  try {
    return await respond(request);
  } catch (error) {
    log(error, context);
    return problemAnswer(error, context.invocationId);
  }
}

// A caller's mistake is no warning of this app's; an unknown error is logged with its stack, which holds no values.
function log(error: unknown, context: InvocationContext): void {
  if (!(error instanceof AppError)) {
    context.error(`internal-error: ${error instanceof Error ? (error.stack ?? error.message) : 'no error'}`);
    return;
  }
  const { code, options } = error;
  const line = `${code}: ${options.cause ?? 'refused by this app'}${options.outcome === undefined ? '' : ` (${options.outcome})`}`;
  if (problems[code][0] >= 500) context.warn(line);
  else context.info(line);
}
