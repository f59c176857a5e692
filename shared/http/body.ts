import type { HttpRequest } from '@azure/functions';
import { AppError } from '../errors.ts';

const IDLE_MS = 30_000;

type BodyReader = ReadableStreamDefaultReader<Uint8Array>;

/**
 * Reads the whole body. Rejects with `request-too-large` as soon as it is, and with `request-timeout` when no byte
 * comes for `idleMs`.
 */
export async function readBody(request: HttpRequest, maxBytes: number, idleMs = IDLE_MS): Promise<Buffer> {
  const tooLarge = () =>
    new AppError('request-too-large', `The body may have ${maxBytes} bytes: send it in several requests.`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  const reader = readerOf(request);
  if (reader === undefined) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for (;;) {
      const chunk = await nextChunk(reader, idleMs);
      if (chunk === undefined) return Buffer.concat(chunks);
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw tooLarge();
      chunks.push(chunk);
    }
  } finally {
    reader.releaseLock();
  }
}

/**
 * Reads on to the end of a body that was answered before it was read. Where it is left unread, the connection between
 * the host and this process never serves its next request; cancelled at once, the answer would be lost.
 */
export async function discardBody(request: HttpRequest, idleMs = IDLE_MS): Promise<void> {
  const reader = readerOf(request);
  if (reader === undefined) return;
  try {
    while ((await nextChunk(reader, idleMs)) !== undefined);
  } catch {
    await reader.cancel().catch(() => undefined);
  }
}

function readerOf(request: HttpRequest): BodyReader | undefined {
  return request.body === null || request.body.locked
    ? undefined
    : (request.body as ReadableStream<Uint8Array>).getReader();
}

async function nextChunk(reader: BodyReader, idleMs: number): Promise<Uint8Array | undefined> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new AppError('request-timeout', `No byte of the body came for ${idleMs / 1000} seconds.`));
  }, idleMs);
  try {
    const { done, value } = await Promise.race([reader.read(), late.promise]);
    return done ? undefined : value;
  } finally {
    clearTimeout(timer);
  }
}
