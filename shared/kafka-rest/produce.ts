import { throwIfFaulty } from '../errors.ts';
import type { ProduceRecord } from '../records/produce-body.ts';
import type { Send } from './operation.ts';
import { produceRecords } from './operations/producer.ts';
import { partitionFaults, type Partitions } from './partitions.ts';

/**
 * Writes records to a topic; resolves when the proxy accepted all of them, rejects with an AppError that says what
 * became of them.
 */
export type Produce = (
  topic: string,
  records: readonly ProduceRecord[],
  signal: AbortSignal,
) => Promise<void>;

/** Produces by one call of the proxy, after explicit partitions were found to exist. */
export function createProduce({ send, partitions }: { send: Send; partitions: Partitions }): Produce {
  return async (topic, records, signal) => {
    throwIfFaulty(await partitionFaults(partitions, topic, records, signal));
    await send(
      produceRecords(
        topic,
        records.map(({ json }) => json),
      ),
      signal,
    );
  };
}
