import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { InvocationPorts } from '../outputs/invoke-with-outputs.ts';
import { formatCookie, type RpcCookie } from './cookies.ts';
import { answerEmpty, headerValues, type HttpCall, queryValues, toInvocation } from './http-call.ts';
import { BodyTooLarge, contentLength, readBody } from './read-body.ts';
import { sendOutputs } from './send-outputs.ts';

export interface AnswerOptions extends InvocationPorts {
  readonly bodyLimitBytes: number;
}

/** What the library gives as `http` (RpcHttpData): the status is text. */
interface RpcHttp {
  readonly statusCode?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly RpcCookie[];
  readonly body?: { readonly bytes?: Uint8Array; readonly string?: string; readonly json?: string };
}

/** Runs a call whose request and answer are held whole: 204 for no return value, an empty 500 for a failure. */
export async function answerBuffered(call: HttpCall, options: AnswerOptions): Promise<void> {
  const { fn } = call.route;
  const http = await rpcRequest(call, options.bodyLimitBytes);
  if (http === undefined) return;
  // A failure has been logged by then.
  const result = await options.invoke(fn, toInvocation(call, { http }, {})).catch(() => undefined);
  if (result === undefined || !(await sendOutputs(fn, result, options))) {
    answerEmpty(call.response, 500);
    return;
  }
  const returned = result.returnValue?.http;
  if (returned === undefined) answerEmpty(call.response, 204);
  else write(call.response, returned);
}

// Undefined: answered already, or there is nobody left to answer.
async function rpcRequest(call: HttpCall, limitBytes: number): Promise<Record<string, unknown> | undefined> {
  const { request, values } = call;
  try {
    // The real host drops a body without Content-Length here.
    const bytes = (contentLength(request) ?? 0) > 0 ? await readBody(request, limitBytes) : undefined;
    return {
      method: request.method,
      url: `http://${request.headers.host ?? 'localhost'}${request.url ?? '/'}`,
      nullableHeaders: nullable(headerValues(request)),
      nullableQuery: nullable(queryValues(call.query)),
      nullableParams: nullable(values),
      ...(bytes === undefined ? {} : { body: { bytes } }),
    };
  } catch (error) {
    if (error instanceof BodyTooLarge) answerEmpty(call.response, 413);
    else call.response.destroy();
    return undefined;
  }
}

function nullable(values: Readonly<Record<string, string>>): Record<string, { value: string }> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
}

function write(response: ServerResponse, answer: RpcHttp): void {
  const body = Buffer.from(answer.body?.bytes ?? answer.body?.string ?? answer.body?.json ?? '');
  const headers: OutgoingHttpHeaders = { ...answer.headers };
  // Framing is the server's business, and an answer to HEAD may state the length of what it leaves out.
  delete headers['transfer-encoding'];
  delete headers.connection;
  const status = Number(answer.statusCode ?? 200);
  if (response.req.method !== 'HEAD' && status !== 204) headers['content-length'] = body.length;
  const cookies = (answer.cookies ?? []).map(formatCookie);
  if (cookies.length > 0) headers['set-cookie'] = [headers['set-cookie'] ?? [], cookies].flat();
  response.writeHead(status, headers).end(body);
}
