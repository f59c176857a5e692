import type { HttpRequest } from '@azure/functions';
import { AppError } from '../errors.ts';
import type { Hold } from '../memory.ts';
import { type BodyPace, LINES, patience, WHOLE_BODY } from './body-pace.ts';
import { inflated } from './inflate.ts';

type BodyReader = ReadableStreamDefaultReader<Uint8Array>;

export interface BodyOptions {
  /** Slower ones are given up. */
  readonly pace?: BodyPace;
  readonly clock?: Clock;
  /** Ends a read under way: its reason is what the reading is rejected with. */
  readonly signal?: AbortSignal;
}

/** Time, in milliseconds, and what is to be done later; the second gives what calls it off. */
export interface Clock {
  readonly nowMs: () => number;
  readonly after: (ms: number, action: () => void) => () => void;
}

const realClock: Clock = {
  nowMs: () => performance.now(),
  after: (ms, action) => {
    const timer = setTimeout(action, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** Reads the whole body as `bodyChunks` does. Rejects with `request-too-large` as soon as it is; `hold` counts the bytes while they come. */
export async function readBody(
  request: HttpRequest,
  maxBytes: number,
  { hold, ...options }: BodyOptions & { readonly hold?: Pick<Hold, 'add'> } = {},
): Promise<Buffer> {
  const tooLarge = () =>
    new AppError('request-too-large', `The body may have ${maxBytes} bytes: send it in several requests.`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of bodyChunks(request, { pace: WHOLE_BODY, ...options })) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge();
    hold?.add(chunk.byteLength);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * The body as it comes, inflated where it is gzip. Rejects with `unsupported-media-type` for other encodings, with
 * `invalid-request` where it is cut off or broken, and with `request-timeout` where it comes too slowly.
 */
export async function* bodyChunks(
  request: HttpRequest,
  { pace = LINES, clock = realClock, signal }: BodyOptions = {},
): AsyncGenerator<Uint8Array> {
  const isGzip = readEncoding(request) === 'gzip';
  const reader = readerOf(request);
  if (reader === undefined) return;
  const sent = sentChunks(reader, pace, clock, signal);
  try {
    yield* isGzip ? inflated(sent) : sent;
  } finally {
    // Ends a read under way, too: what is left of the body can be discarded.
    reader.releaseLock();
  }
}

function readEncoding(request: HttpRequest): 'gzip' | 'identity' {
  const given = request.headers.get('content-encoding')?.trim().toLowerCase() ?? '';
  if (given === '' || given === 'identity') return 'identity';
  if (given === 'gzip' || given === 'x-gzip') return 'gzip';
  throw new AppError('unsupported-media-type', 'Content-Encoding: send the body as gzip, or as it is.', {
    headers: { 'accept-encoding': 'gzip' },
  });
}

async function* sentChunks(
  reader: BodyReader,
  pace: BodyPace,
  clock: Clock,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let waitedMs = 0;
  let bytes = 0;
  for (;;) {
    const { ms, complaint } = patience(pace, waitedMs, bytes);
    const sinceMs = clock.nowMs();
    const late = (over: (error: AppError) => void) =>
      clock.after(Math.max(0, ms), () => {
        over(new AppError('request-timeout', complaint));
      });
    const chunk = await nextChunk(reader, late, signal);
    if (chunk === undefined) return;
    waitedMs += clock.nowMs() - sinceMs;
    bytes += chunk.byteLength;
    yield chunk;
  }
}

/**
 * Reads on to the end of a body that was answered before it was read. Where it is left unread, the connection between
 * the host and this process never serves its next request; cancelled at once, the answer would be lost.
 */
export async function discardBody(
  request: HttpRequest,
  { pace = WHOLE_BODY, clock = realClock }: BodyOptions = {},
): Promise<void> {
  const reader = readerOf(request);
  if (reader === undefined) return;
  try {
    const chunks = sentChunks(reader, pace, clock);
    while ((await chunks.next()).done !== true);
  } catch {
    await reader.cancel().catch(() => undefined);
  }
}

function readerOf(request: HttpRequest): BodyReader | undefined {
  return request.body === null || request.body.locked
    ? undefined
    : (request.body as ReadableStream<Uint8Array>).getReader();
}

async function nextChunk(
  reader: BodyReader,
  late: (over: (error: AppError) => void) => () => void,
  signal?: AbortSignal,
): Promise<Uint8Array | undefined> {
  const over = Promise.withResolvers<never>();
  const callOff = late(over.reject);
  const stop = () => {
    over.reject(signal?.reason as AppError);
  };
  signal?.addEventListener('abort', stop);
  try {
    if (signal?.aborted === true) stop();
    const { done, value } = await Promise.race([over.promise, reader.read()]);
    return done ? undefined : value;
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('invalid-request', 'The body was cut off.');
  } finally {
    callOff();
    signal?.removeEventListener('abort', stop);
  }
}
