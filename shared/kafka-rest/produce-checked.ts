import { notWritten, throwIfFaulty } from '../errors.ts';
import { partitionFaults, type Partitions } from './partitions.ts';
import type { Produce } from './produce.ts';

/** Refuses records for partitions that the topic does not have before any record is sent. */
export function withPartitionsChecked(produce: Produce, partitions: Partitions): Produce {
  return async (topic, records, signal) => {
    try {
      throwIfFaulty(await partitionFaults(partitions, topic, records, signal));
    } catch (error) {
      throw notWritten(error);
    }
    return produce(topic, records, signal);
  };
}
