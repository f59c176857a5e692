import type { ConsumedRecord } from '../kafka-rest/operations/consumer.ts';
import type { Hold } from '../memory.ts';
import type { LogRange, LogRead, ReadLog } from './read-log.ts';
import type { RecordSizes } from './record-sizes.ts';

/**
 * Reads once what is kept until it is answered: `hold` has what the records are likely to take before the proxy is
 * asked, and then what came. Throws `too-many-requests`, and asks nothing, where there is no room for them.
 */
export type ReadHeld = (range: LogRange, hold: Hold, signal: AbortSignal) => Promise<LogRead>;

export interface ReadHeldOptions {
  readonly readLog: ReadLog;
  readonly sizes: RecordSizes;
}

export function createReadHeld({ readLog, sizes }: ReadHeldOptions): ReadHeld {
  return async (range, hold, signal) => {
    hold.release();
    hold.add(likelyBytes(sizes, range));
    const read = await readLog(range, signal);
    const records = read.kind === 'records' ? read.records : [];
    hold.correct(bytesIn(records));
    sizes.saw(range.topic, records.length, bytesIn(records));
    return read;
  };
}

/**
 * Most reads give less than their count, and those at the end of the log nothing: the 200 calls that host.json lets in
 * are to fit into the default of `KAFKA_MAX_BYTES_IN_FLIGHT` with what each is likely to bring.
 */
const MAX_LIKELY_BYTES = 1_000_000;

/** What a read is likely to bring: by the bounds of the caller alone, hundreds of small reads would be refused. */
export function likelyBytes(
  sizes: RecordSizes,
  { topic, count, maxBytes }: Pick<LogRange, 'topic' | 'count' | 'maxBytes'>,
): number {
  return Math.min(maxBytes, Math.ceil(count * sizes.of(topic)), MAX_LIKELY_BYTES);
}

/** Of the records' JSON. */
export function bytesIn(records: readonly ConsumedRecord[]): number {
  return records.reduce((sum, { json }) => sum + json.length, 0);
}
