import type { NewRecord } from './log.ts';

// Base offset to record count, before the records of a batch (format 2).
const headerBytes = 61;

type Sized = Pick<NewRecord, 'key' | 'value' | 'timestampMs'>;

/**
 * Bytes that a record takes in a batch whose first record is `first`, uncompressed and without headers, as Kafka's
 * record format 2 has it: varints in zigzag form before its parts.
 */
function recordBytes({ key, value, timestampMs }: Sized, first: Sized, position: number): number {
  const body =
    1 +
    varintBytes(timestampMs - first.timestampMs) +
    varintBytes(position) +
    partBytes(key) +
    partBytes(value) +
    1;
  return varintBytes(body) + body;
}

/** Bytes of a batch of one record: what the broker holds against `max.message.bytes`. */
export function loneBatchBytes(record: Sized): number {
  return headerBytes + recordBytes(record, record, 0);
}

/** Cuts records into batches of at most `maxBytes`, in their order; a record that is larger comes alone. */
export function batchesOf<T extends Sized>(records: readonly T[], maxBytes: number): T[][] {
  const batches: T[][] = [];
  let batch: T[] = [];
  let bytes = 0;
  for (const record of records) {
    const more = recordBytes(record, batch[0] ?? record, batch.length);
    if (batch.length > 0 && bytes + more <= maxBytes) {
      batch.push(record);
      bytes += more;
      continue;
    }
    batch = [record];
    bytes = loneBatchBytes(record);
    batches.push(batch);
  }
  return batches;
}

function partBytes(part: Buffer | null): number {
  return part === null ? 1 : varintBytes(part.length) + part.length;
}

// Zigzag doubles what is not negative and turns -n into 2n - 1; seven bits to a byte.
function varintBytes(value: number): number {
  let left = value < 0 ? -2 * value - 1 : 2 * value;
  let bytes = 1;
  for (; left >= 128; left = Math.floor(left / 128)) bytes += 1;
  return bytes;
}
