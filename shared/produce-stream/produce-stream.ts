import { AppError } from '../errors.ts';
import type { Accepted, Produce } from '../kafka-rest/produce.ts';
import type { PartLimits } from '../kafka-rest/split.ts';
import type { ProduceLimits } from '../records/produce-body.ts';
import { createChunks } from './chunks.ts';
import { type Ending, failure, type Receipt, receipt } from './receipt.ts';
import { fill } from './fill.ts';
import type { LineRecord } from './parse-line.ts';

/**
 * Produces a body of lines in order, a chunk at a time: a receipt for each chunk, then the ending. Stops at the first
 * chunk that is not accepted; a line that is not valid ends it when all before it are accepted. Rejects where nothing
 * was accepted before. `read` opens the body, whose reading ends with `stop`; `closed` ends all. `takeBytes` counts a
 * chunk until it was sent, what it gives lets go of it, and what it throws ends the stream.
 */
export type ProduceStream = (
  topic: string,
  read: (stop: AbortSignal) => AsyncIterable<Uint8Array>,
  closed: AbortSignal,
  takeBytes: (bytes: number) => () => void,
) => AsyncGenerator<Receipt | Ending>;

export interface ProduceStreamOptions {
  readonly produce: Produce;
  /** A new one for each chunk. */
  readonly deadline: () => AbortSignal;
  readonly limits: PartLimits & ProduceLimits;
  /** After this no chunk begins. */
  readonly maxMs: number;
  readonly lingerMs?: number;
}

/** A caller that sends line by line gets its receipt about so long after the first. */
const LINGER_MS = 100;

export function createProduceStream(options: ProduceStreamOptions): ProduceStream {
  const { produce, deadline, limits, maxMs, lingerMs = LINGER_MS } = options;
  return async function* produceStream(topic, read, closed, takeBytes) {
    const chunks = createChunks({ ...limits, lingerMs });
    const end = endOf(maxMs, closed);
    const filled = fill(chunks, read(end.signal), limits, end.signal);
    const progress = { accepted: 0, toLine: 0 };
    let sending: readonly LineRecord[] | undefined;
    try {
      for (let chunk = await chunks.take(); chunk !== undefined; chunk = await chunks.take()) {
        end.signal.throwIfAborted();
        const letGo = takeBytes(bytesOf(chunk));
        sending = chunk;
        const accepted: Accepted = await produce(topic, chunk, deadline()).finally(letGo);
        sending = undefined;
        const made = receipt(chunk, 'accepted', accepted);
        progress.accepted += chunk.length;
        progress.toLine = made.toLine;
        yield made;
      }
      yield { done: true, accepted: progress.accepted };
    } catch (error) {
      yield* failure(error, sending, progress);
    } finally {
      end.now();
      chunks.drop();
      await filled;
    }
  };
}

function bytesOf(chunk: readonly LineRecord[]): number {
  return chunk.reduce((sum, { json }) => sum + Buffer.byteLength(json), 0);
}

/** A signal that ends the reading: when it takes too long, when the caller goes away, and `now`. */
function endOf(maxMs: number, closed: AbortSignal) {
  const controller = new AbortController();
  const now = () => {
    clearTimeout(late);
    closed.removeEventListener('abort', now);
    controller.abort(new AppError('invalid-request', 'The caller has gone.'));
  };
  const late = setTimeout(() => {
    const detail = `The stream took longer than ${maxMs / 1000} seconds: send what is left in another request.`;
    controller.abort(new AppError('request-timeout', detail));
  }, maxMs);
  closed.addEventListener('abort', now);
  return { signal: controller.signal, now };
}
