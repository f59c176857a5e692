import type { ProduceLimits } from '../records/produce-body.ts';
import type { Chunks } from './chunks.ts';
import { parseLine } from './parse-line.ts';
import { splitLines } from './split-lines.ts';

/** What a line may have beside its key and value: names, a partition, white space. */
const LINE_ROOM_BYTES = 4096;

/** Reads a body of lines into chunks, as fast as those are taken, up to the first line that is not valid; never rejects. */
export async function fill(
  chunks: Chunks,
  body: AsyncIterable<Uint8Array>,
  limits: ProduceLimits,
  stop: AbortSignal,
): Promise<void> {
  try {
    for await (const lines of splitLines(body, limits.maxRecordBytes + LINE_ROOM_BYTES)) {
      for (const line of lines) {
        const room = chunks.add(parseLine(line, limits));
        if (room !== undefined) await room;
        stop.throwIfAborted();
      }
    }
    chunks.end();
  } catch (error) {
    chunks.end(error instanceof Error ? error : new Error('not an error'));
  }
}
