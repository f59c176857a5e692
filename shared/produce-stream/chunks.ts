import type { PartLimits } from '../kafka-rest/split.ts';
import type { LineRecord } from './parse-line.ts';

export interface ChunkOptions extends PartLimits {
  /** The first record of a chunk that is not full waits so long for others. */
  readonly lingerMs: number;
}

/** Records on their way from one who reads them to one who sends them, a chunk at a time; one chunk is held. */
export interface Chunks {
  /** Resolves when there is room, which is at once unless the chunk is full. */
  readonly add: (record: LineRecord) => Promise<void> | undefined;
  /** No more will be added; `error`: why not. */
  readonly end: (error?: Error) => void;
  /**
   * The next chunk, when it is full, has lingered, or no more will be added; in the meantime it grows. Undefined:
   * that was all. Rejects, when all that came before it was taken, with what the adding ended with.
   */
  readonly take: () => Promise<readonly LineRecord[] | undefined>;
  /** Forgets what is held and what will be added, so that nobody waits for room. */
  readonly drop: () => void;
}

/** Chunks that the proxy takes in one call each: their limits are those of its calls. */
export function createChunks({ maxRecords, maxBytes, lingerMs }: ChunkOptions): Chunks {
  let chunk: LineRecord[] = [];
  let bytes = 0;
  let isDue = false;
  let isDropped = false;
  let ended: { readonly error: Error | undefined } | undefined;
  let linger: NodeJS.Timeout | undefined;
  let onDue: () => void = () => undefined;
  let onTaken: () => void = () => undefined;

  function due(): void {
    isDue = true;
    onDue();
  }

  function put(record: LineRecord, size: number): void {
    if (isDropped) return;
    if (chunk.length === 0) linger = setTimeout(due, lingerMs);
    chunk.push(record);
    bytes += size;
    if (chunk.length >= maxRecords) due();
  }

  function takeAll(): LineRecord[] {
    const taken = chunk;
    clearTimeout(linger);
    chunk = [];
    bytes = 0;
    isDue = false;
    onTaken();
    return taken;
  }

  return {
    add(record) {
      const size = Buffer.byteLength(record.json) + 1;
      const fits = chunk.length === 0 || (chunk.length < maxRecords && bytes + size <= maxBytes);
      if (fits) {
        put(record, size);
        return undefined;
      }
      due();
      return new Promise((resolve) => {
        onTaken = () => {
          onTaken = () => undefined;
          put(record, size);
          resolve();
        };
      });
    },
    end(error) {
      ended ??= { error };
      onDue();
    },
    async take() {
      while (!isDue && ended === undefined) {
        await new Promise<void>((resolve) => {
          onDue = resolve;
        });
      }
      if (chunk.length > 0) return takeAll();
      if (ended?.error !== undefined) throw ended.error;
      return undefined;
    },
    drop() {
      isDropped = true;
      takeAll();
    },
  };
}
