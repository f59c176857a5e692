import type { Schema } from '../../shared/described.ts';
import { about, array, count, object, offset, orNull, ref, string, time } from '../schema.ts';

const lag = orNull({ type: 'integer', format: 'int64' }, 'Null: not known.');
const committed = orNull(offset, 'The offset to read next; null: nothing was committed yet.');
const endOffset = orNull(offset, 'The next offset to be written; null: not known.');

export const groupSchemas: Readonly<Record<string, Schema>> = {
  GroupPartition: object({
    partition: count,
    committed,
    endOffset,
    lag,
    leaseUntil: orNull(time, 'Null: no member holds records of it.'),
    deliveryCount: about('How often the record to read next was handed out.', count),
  }),
  FetchedPartition: object({
    partition: count,
    committed,
    nextOffset: about('What a commit of the lease commits.', offset),
    endOffset,
    lag,
    'skipped?': ref('Skipped'),
  }),
  PassedOver: object(
    { partition: count, offset, deadLetter: string },
    'A record that was filed as a dead letter, after it was handed out alone too often.',
  ),
  Committed: object({
    partitions: array(object({ partition: count, committed })),
    leaseUntil: orNull(time, 'When what is left of the lease ends; null: nothing is.'),
  }),
  ResetPartition: object({
    partition: count,
    from: orNull(offset, 'Null: nothing was committed.'),
    to: offset,
  }),
};

export const groupPartitionExample = {
  partition: 0,
  committed: 41,
  endOffset: 42,
  lag: 1,
  leaseUntil: null,
  deliveryCount: 0,
};
