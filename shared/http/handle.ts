import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { Caller } from '../access/caller.ts';
import { AppError, problems } from '../errors.ts';
import { type Admit, admitByKey } from './admit.ts';
import { discardBody } from './body.ts';
import { compressed, compressedStream } from './compress.ts';
import type { Connection, FindConnection } from './connection.ts';
import { problemAnswer } from './problem.ts';
import { type Answer, begin, isStreamed } from './stream.ts';

/** What a function may know of the call beside its request. */
export interface Call {
  readonly caller: Caller;
  /** Ends when the caller has gone before the answer was complete. */
  readonly closed: AbortSignal;
  readonly invocationId: string;
  /** Logs what failed when the answer had begun; gives the problem as JSON, for an answer that can still say it. */
  readonly lateProblem: (error: unknown) => string;
}

/** What a function does with a request; it may throw an AppError. */
export type Respond = (request: HttpRequest, call: Call) => Promise<Answer> | Answer;

/**
 * Makes the handler that the library calls. It always answers: in streaming mode nothing is ever sent for a handler
 * that throws or returns nothing. Errors become problems here and are logged here, once.
 */
export function handle(
  respond: Respond,
  find: FindConnection = () => undefined,
  admit: Admit = admitByKey,
): HttpHandler {
  return async (request, context) => {
    const connection = find(context.invocationId);
    const answer = await answerOrProblem({ admit, respond }, request, context, connection);
    if (request.method === 'HEAD') delete answer.body;
    const { headers, ...rest } = await compressed(request, answer);
    return {
      ...rest,
      headers: {
        ...(headers as Record<string, string> | undefined),
        'cache-control': 'no-store',
        'x-ms-request-id': context.invocationId,
      },
    };
  };
}

/** A JSON answer. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): HttpResponseInit {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

async function answerOrProblem(
  { admit, respond }: { readonly admit: Admit; readonly respond: Respond },
  request: HttpRequest,
  context: InvocationContext,
  connection: Connection | undefined,
): Promise<HttpResponseInit> {
  const { invocationId } = context;
  // A streamed answer may be made of the request's body, which is left alone until then.
  const onEnd = () => void discardBody(request);
  try {
    const closed = connection?.closed ?? new AbortController().signal;
    const caller = await admit(request);
    const lateProblem = (error: unknown) => {
      logLate(invocationId)(error);
      return problemAnswer(error, invocationId).body;
    };
    const answer = await respond(request, { caller, closed, invocationId, lateProblem });
    if (isStreamed(answer) && request.method !== 'HEAD') {
      return await begin(compressedStream(request, answer), {
        connection,
        onEnd,
        onFailure: logLate(invocationId),
      });
    }
    onEnd();
    return isStreamed(answer) ? { status: answer.status, headers: answer.headers } : answer;
  } catch (error) {
    onEnd();
    log(error, connection?.closed.aborted === true ? withoutWarning(error, context) : context);
    return problemAnswer(error, invocationId);
  }
}

type Log = Pick<InvocationContext, 'error' | 'warn' | 'info'>;

// A caller's mistake is no warning of this app's; an unknown error is logged with its stack, which holds no values.
function log(error: unknown, to: Log): void {
  if (!(error instanceof AppError)) {
    to.error(`internal-error: ${error instanceof Error ? (error.stack ?? error.message) : 'no error'}`);
    return;
  }
  const { code, options } = error;
  const line = `${code}: ${options.cause ?? 'refused by this app'}${options.outcome === undefined ? '' : ` (${options.outcome})`}`;
  if (problems[code][0] >= 500) to.warn(line);
  else to.info(line);
}

// A read that ended because its caller has gone is nobody's failure; what became of records stays one.
function withoutWarning(error: unknown, context: InvocationContext): Log {
  const warns = error instanceof AppError && error.options.outcome !== undefined;
  return warns
    ? context
    : {
        error: context.error.bind(context),
        warn: context.info.bind(context),
        info: context.info.bind(context),
      };
}

// Once a handler has returned, the library takes what its context is told for a missing await, and says so.
function logLate(invocationId: string): (error: unknown) => void {
  const told = (line: unknown) => `${String(line)} [${invocationId}]`;
  return (error) => {
    log(error, {
      error: (line) => {
        console.error(told(line));
      },
      warn: (line) => {
        console.warn(told(line));
      },
      info: (line) => {
        console.info(told(line));
      },
    });
  };
}
