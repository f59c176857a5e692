import type { Agent } from 'node:http';
import { withDeadline } from '../deadline.ts';
import type { Invocation } from '../function.ts';
import type { AnswerOptions } from './answer-buffered.ts';
import { forward, type Forwarded, type Forwarding } from './forward.ts';
import { answerEmpty, headerValues, type HttpCall, queryValues, toInvocation } from './http-call.ts';
import { contentLength } from './read-body.ts';
import { sendOutputs } from './send-outputs.ts';

export interface StreamingOptions extends AnswerOptions {
  /** The port of the library's own server. */
  readonly port: number;
  readonly agent: Agent;
  /** The real host's proxy waits for 240 s. */
  readonly proxyTimeoutMs: number;
  /** Answer at once where the real host lets the caller wait for the proxy's timeout. */
  readonly earlyStreamErrors: boolean;
}

// The library ends its answer before the invocation does: what is not there by then is not coming.
const answerGraceMs = 1000;

const lost: readonly Forwarded[] = ['cut', 'too large', 'timed out', 'failed'];

/**
 * Runs a call whose request and answer are streams: the request goes to the library's server, and at the same time
 * the invocation starts with empty `http`; the library joins the two by `x-ms-invocation-id`.
 */
export async function answerStreaming(call: HttpCall, options: StreamingOptions): Promise<void> {
  const { request, response } = call;
  if ((contentLength(request) ?? 0) > options.bodyLimitBytes) {
    answerEmpty(response, 413);
    return;
  }
  const invocation = toInvocation(call, { http: {} }, triggerMetadata(call));
  const forwarding = forward(request, response, {
    port: options.port,
    agent: options.agent,
    bodyLimitBytes: options.bodyLimitBytes,
    idleTimeoutMs: options.proxyTimeoutMs,
    headers: {
      'x-ms-invocation-id': invocation.id,
      'x-forwarded-host': request.headers.host ?? 'localhost',
      'x-forwarded-proto': 'http',
    },
  });
  const run = runBeside(call, invocation, forwarding, options);
  const how = await forwarding.end;
  if (how === 'too large') answerEmpty(response, 413);
  // As the real host: its proxy's failure fails the invocation, which is an empty 500.
  if (how === 'timed out' || how === 'failed' || how === 'given up') answerEmpty(response, 500);
  if (lost.includes(how)) options.log('warn', `Answer of 'Functions.${call.route.fn.name}' lost: ${how}`);
  await run;
}

async function runBeside(
  call: HttpCall,
  invocation: Invocation,
  forwarding: Forwarding,
  options: StreamingOptions,
): Promise<void> {
  const { fn } = call.route;
  const result = await options.invoke(fn, invocation).catch(() => undefined);
  if (result !== undefined) {
    await sendOutputs(fn, result, options);
    if (await isWithinGrace(forwarding.headOrEnd)) return;
  }
  if (call.response.closed) return;
  const seconds = options.proxyTimeoutMs / 1000;
  const consequence = options.earlyStreamErrors
    ? 'answered early (the real host would let the caller wait)'
    : `the caller waits for the proxy's timeout of ${seconds} s, as with the real host`;
  options.log(
    'warn',
    `'Functions.${fn.name}' ${result === undefined ? 'failed' : 'returned nothing'} in streaming mode: ${consequence}.`,
  );
  if (options.earlyStreamErrors) forwarding.giveUp('given up');
}

async function isWithinGrace(answer: Promise<unknown>): Promise<boolean> {
  return withDeadline(answer, answerGraceMs, () => new Error('No answer came.')).then(
    () => true,
    () => false,
  );
}

function triggerMetadata(call: HttpCall): Record<string, { string: string } | { json: string }> {
  const values = Object.entries(call.values).map(([name, value]) => [name, { string: value }] as const);
  return {
    ...Object.fromEntries(values),
    Headers: { json: JSON.stringify(headerValues(call.request)) },
    Query: { json: JSON.stringify(queryValues(call.query)) },
  };
}
