import { AppError } from '../errors.ts';
import type { ProduceRecord } from '../records/produce-body.ts';
import type { Produce } from './produce.ts';

/** What a record takes beside its text, roughly. */
const OVERHEAD_BYTES = 512;

/**
 * Refuses with `too-many-requests` what would make the records that wait or are under way take more than `maxBytes`
 * of memory; a request that is larger by itself passes alone.
 */
export function withBoundedMemory(produce: Produce, maxBytes: number): Produce {
  let bytesInFlight = 0;
  return async (topic, records, signal) => {
    const bytes = memoryOf(records);
    if (bytesInFlight > 0 && bytesInFlight + bytes > maxBytes) {
      throw new AppError('too-many-requests', 'Too many records wait for the proxy; nothing was sent.', {
        outcome: 'not-written',
        retryAfterSeconds: 1,
      });
    }
    bytesInFlight += bytes;
    try {
      return await produce(topic, records, signal);
    } finally {
      bytesInFlight -= bytes;
    }
  };
}

function memoryOf(records: readonly ProduceRecord[]): number {
  return records.reduce((sum, { json }) => sum + json.length + OVERHEAD_BYTES, 0);
}
