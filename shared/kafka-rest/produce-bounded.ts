import { notWritten } from '../errors.ts';
import type { Memory } from '../memory.ts';
import type { ProduceRecord } from '../records/produce-body.ts';
import type { Produce } from './produce.ts';

/** What a record takes beside its text, roughly. */
const OVERHEAD_BYTES = 512;

/** Holds the memory of records that wait or are under way; refuses with `too-many-requests` where there is none left. */
export function withBoundedMemory(produce: Produce, memory: Memory): Produce {
  return async (topic, records, signal) => {
    const held = memory.hold();
    try {
      held.add(memoryOf(records));
    } catch (error) {
      throw notWritten(error);
    }
    try {
      return await produce(topic, records, signal);
    } finally {
      held.release();
    }
  };
}

function memoryOf(records: readonly ProduceRecord[]): number {
  return records.reduce((sum, { json }) => sum + json.length + OVERHEAD_BYTES, 0);
}
