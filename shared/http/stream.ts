import { AsyncLocalStorage } from 'node:async_hooks';
import type { HttpResponseInit } from '@azure/functions';
import { AppError } from '../errors.ts';
import type { Connection } from './connection.ts';

type Chunk = string | Uint8Array;

/**
 * An answer that is made while it is read. Status and headers leave with the first chunk: what fails before it is a
 * problem with its own status. The next chunk is asked for when the last one has left. What fails later cuts the
 * answer; a caller that goes away ends the source, which has to listen to `closed` wherever it waits.
 */
export interface StreamedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly chunks: AsyncIterable<Chunk>;
}

export type Answer = HttpResponseInit | StreamedAnswer;

/** A streamed answer with status 200. */
export function streamed(
  contentType: string,
  chunks: AsyncIterable<Chunk>,
  headers: Readonly<Record<string, string>> = {},
): StreamedAnswer {
  return { status: 200, headers: { 'content-type': contentType, ...headers }, chunks };
}

export function isStreamed(answer: Answer): answer is StreamedAnswer {
  return 'chunks' in answer;
}

/** What a host that passes on no streams may hold of one answer. */
const MAX_COLLECTED_BYTES = 4 * 1024 * 1024;

export interface Streaming {
  /** Undefined: the answer is collected, and fails with `answer-too-large` beyond 4 MiB. */
  readonly connection: Connection | undefined;
  /** Told of what fails when the answer has begun. */
  readonly onFailure: (error: unknown) => void;
  /** Told when the source of an answer that has begun has ended, in whatever way. */
  readonly onEnd: () => void;
}

/** Makes the first chunk, and of the rest a body for the library; rejects with what the source failed with by then. */
export async function begin(answer: StreamedAnswer, streaming: Streaming): Promise<HttpResponseInit> {
  const { connection } = streaming;
  const { status, headers, chunks } = answer;
  const source = inContext(chunks[Symbol.asyncIterator]());
  if (connection === undefined) {
    const body = await collect({ [Symbol.asyncIterator]: () => source });
    streaming.onEnd();
    return { status, headers, body };
  }
  const first = await unlessClosed(source.next(), connection.closed);
  return { status, headers, body: ReadableStream.from(paced(first, source, connection, streaming)) };
}

/** Whoever asks for the next chunk, it is made in the context of the call: on behalf of its caller, in its trace. */
function inContext(source: AsyncIterator<Chunk, unknown>): AsyncIterator<Chunk, unknown> {
  const within = AsyncLocalStorage.snapshot();
  return {
    next: () => within(() => source.next()),
    return: async () => (await source.return?.()) ?? NO_MORE,
  };
}

async function* paced(
  first: IteratorResult<Chunk, unknown>,
  source: AsyncIterator<Chunk, unknown>,
  connection: Connection,
  { onFailure, onEnd }: Streaming,
): AsyncGenerator<Uint8Array> {
  const { closed, drained, cut } = connection;
  try {
    for (let chunk = first; chunk.done !== true; chunk = await unlessClosed(source.next(), closed)) {
      yield bytesOf(chunk.value);
      await drained();
      if (closed.aborted) break;
    }
  } catch (error) {
    cut();
    onFailure(error);
    // The host counts the invocation as failed; of the error, which may quote a record, it is told nothing.
    // eslint-disable-next-line preserve-caught-error
    throw new Error('The answer was cut: its source failed.');
  } finally {
    // A source that waits has heard of the close: it is not waited for here.
    void Promise.resolve(source.return?.()).then(onEnd, onEnd);
  }
}

async function collect(chunks: AsyncIterable<Chunk>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    const part = bytesOf(chunk);
    bytes += part.byteLength;
    if (bytes > MAX_COLLECTED_BYTES) {
      throw new AppError('answer-too-large', 'This host passes on no streams: ask for less at a time.');
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const NO_MORE: IteratorResult<Chunk, unknown> = { done: true, value: undefined };

// Not Promise.race: each call would leave something behind at a signal that lives as long as the answer.
function unlessClosed(
  next: Promise<IteratorResult<Chunk, unknown>>,
  closed: AbortSignal,
): Promise<IteratorResult<Chunk, unknown>> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      resolve(NO_MORE);
    };
    if (closed.aborted) leave();
    closed.addEventListener('abort', leave);
    void next.then(resolve, reject).finally(() => {
      closed.removeEventListener('abort', leave);
    });
  });
}

function bytesOf(chunk: Chunk): Uint8Array {
  return typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}
