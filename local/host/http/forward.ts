import { Agent, type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';

export interface ForwardOptions {
  /** Where the library listens. */
  readonly port: number;
  readonly agent: Agent;
  /** Added to the request's own headers, in whose place they come. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyLimitBytes: number;
  /** Without a byte in either direction for this long the call is given up. */
  readonly idleTimeoutMs: number;
}

/** How a forwarded call ended. */
export type Forwarded =
  'answered' | 'cut' | 'caller left' | 'too large' | 'timed out' | 'failed' | 'given up';

// Meant for one connection only (RFC 9110, 7.6.1); 100-continue has been answered by then.
const hopByHop = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
]);

/** Connections to the library's server, kept open between calls; to be destroyed by the owner. */
export function forwardAgent(): Agent {
  return new Agent({ keepAlive: true, maxSockets: Infinity });
}

/** A call on its way through the library's server. */
export interface Forwarding {
  /** Resolves when the head of an answer has been passed on, or none will be. */
  readonly headOrEnd: Promise<unknown>;
  readonly end: Promise<Forwarded>;
  readonly giveUp: (how: Forwarded) => void;
}

/** Sends the request on as it comes and passes the answer back as it comes, each as fast as its reader takes it. */
export function forward(
  request: IncomingMessage,
  response: ServerResponse,
  options: ForwardOptions,
): Forwarding {
  const head = Promise.withResolvers<undefined>();
  const end = Promise.withResolvers<Forwarded>();
  const upstream = openRequest({
    host: '127.0.0.1',
    port: options.port,
    method: request.method,
    path: request.url,
    agent: options.agent,
    headers: requestHeaders(request, options.headers),
  });
  const giveUp = (how: Forwarded): void => {
    end.resolve(how);
    request.unpipe(upstream);
    // A body that nobody wants any more is read and dropped, or it would hold up the connection.
    request.resume();
    upstream.destroy();
  };
  response.once('close', () => {
    giveUp(response.writableFinished ? 'answered' : 'caller left');
  });
  upstream.setTimeout(options.idleTimeoutMs, () => {
    giveUp('timed out');
  });
  upstream.on('error', () => {
    giveUp('failed');
  });
  upstream.on('response', (answer) => {
    passOn(answer, response, end.resolve);
    head.resolve(undefined);
  });
  send(request, upstream, options.bodyLimitBytes, () => {
    giveUp('too large');
  });
  return { headOrEnd: Promise.race([head.promise, end.promise]), end: end.promise, giveUp };
}

function passOn(answer: IncomingMessage, response: ServerResponse, end: (how: Forwarded) => void): void {
  answer.once('error', () => {
    end('cut');
  });
  response.writeHead(answer.statusCode ?? 502, responseHeaders(answer));
  // Where no body follows, Node would take flushed headers for an answer that only a closed connection ends.
  if (response.req.method !== 'HEAD' && ![204, 304].includes(response.statusCode)) response.flushHeaders();
  pipeline(answer, response, (error) => {
    end(error ? 'cut' : 'answered');
  });
}

function send(
  request: IncomingMessage,
  upstream: NodeJS.WritableStream,
  limitBytes: number,
  onTooLarge: () => void,
): void {
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > limitBytes) onTooLarge();
  });
  request.pipe(upstream);
}

function requestHeaders({ rawHeaders }: IncomingMessage, added: ForwardOptions['headers']): string[] {
  return [
    ...keep(rawHeaders, (name) => !hopByHop.has(name) && !(name in added)),
    ...Object.entries(added).flat(),
  ];
}

function responseHeaders({ rawHeaders }: IncomingMessage): string[] {
  return keep(rawHeaders, (name) => !hopByHop.has(name) && name !== 'transfer-encoding');
}

function keep(rawHeaders: readonly string[], isKept: (name: string) => boolean): string[] {
  return rawHeaders.filter((_text, index) => isKept((rawHeaders[index - (index % 2)] ?? '').toLowerCase()));
}
