import type { HttpHandler, HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Caller } from '../access/caller.ts';
import type { TakeBytes } from '../access/fair-share.ts';
import { type Admit, admitByKey } from './admit.ts';
import { discardBody } from './body.ts';
import { compressed, compressedStream } from './compress.ts';
import type { Connection, FindConnection } from './connection.ts';
import { createFailureLog } from './failure-log.ts';
import { problemAnswer } from './problem.ts';
import { type Answer, begin, isStreamed } from './stream.ts';

/** What a function may know of the call beside its request. */
export interface Call {
  readonly caller: Caller;
  /** Counts bytes of the body as the caller's until the answer ends, or until what it gives is called. */
  readonly takeBytes: TakeBytes;
  /** Ends when the caller has gone before the answer was complete. */
  readonly closed: AbortSignal;
  /** False: an answer is collected, and leaves when its source has ended. */
  readonly isStreamable: boolean;
  readonly invocationId: string;
  /** Logs what failed when the answer had begun; gives the problem as JSON, for an answer that can still say it. */
  readonly lateProblem: (error: unknown) => string;
  /** Calls it once when the answer has left, or never will; where that cannot be seen, when it is made. */
  readonly whenAnswered: (then: () => void) => void;
  /** Says for the audit row of an operator's call what it was about beside its path, and why. */
  readonly concerns: (ids: readonly string[], reason?: string) => void;
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
    const closed = connection?.closed ?? new AbortController().signal;
    const log = createFailureLog(context, closed);
    const { invocationId } = context;
    const lateProblem = (error: unknown) => {
      log.add(error);
      return problemAnswer(error, invocationId).body;
    };
    const [whenAnswered, returned] = onceAnswered(connection);
    const isStreamable = connection !== undefined;
    const told = { lateProblem, whenAnswered, concerns: () => undefined };
    const call = { closed, isStreamable, invocationId, ...told };
    const answer = await answerOrProblem({ admit, respond }, request, call, { connection, report: log.add });
    log.returned();
    if (request.method === 'HEAD') delete answer.body;
    const { headers, ...rest } = await compressed(request, answer).finally(returned);
    return {
      ...rest,
      headers: {
        ...(headers as Record<string, string> | undefined),
        'cache-control': 'no-store',
        'x-ms-request-id': invocationId,
      },
    };
  };
}

/** A JSON answer. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): HttpResponseInit {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

// A caller may go while the function is still at work: what it takes after that would never be given back.
function onceAnswered(connection: Connection | undefined) {
  const all: (() => void)[] = [];
  const run = () => {
    for (const then of all) then();
  };
  const returned = () => {
    if (connection === undefined) run();
    else connection.onOver(run);
  };
  return [(then: () => void) => all.push(then), returned] as const;
}

interface Answering {
  readonly connection: Connection | undefined;
  readonly report: (error: unknown) => void;
}

async function answerOrProblem(
  { admit, respond }: { readonly admit: Admit; readonly respond: Respond },
  request: HttpRequest,
  call: Omit<Call, 'caller' | 'takeBytes'>,
  { connection, report }: Answering,
): Promise<HttpResponseInit> {
  let leave: () => void = () => undefined;
  // A streamed answer may be made of the request's body, which is left alone until then.
  const onEnd = () => {
    leave();
    void discardBody(request);
  };
  try {
    const { caller, takeBytes, ...share } = await admit(request);
    leave = share.leave;
    return await share.run(async () => {
      const answer = await respond(request, { ...call, caller, takeBytes });
      if (isStreamed(answer) && request.method !== 'HEAD') {
        return begin(compressedStream(request, answer), { connection, onEnd, onFailure: report });
      }
      onEnd();
      return isStreamed(answer) ? { status: answer.status, headers: answer.headers } : answer;
    });
  } catch (error) {
    onEnd();
    report(error);
    return problemAnswer(error, call.invocationId);
  }
}
