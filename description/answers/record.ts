import type { Schema } from '../../shared/described.ts';
import { about, boolean, count, object, offset, oneOfTexts, orNull, ref, string } from '../schema.ts';

const value: Schema = {
  description:
    'The text that the proxy gives; with `value=json` JSON where that text is JSON. Null: a tombstone.',
};

const record = {
  'key?': orNull(string, 'Null: the record has none; a proxy may leave it out then.'),
  value,
  partition: count,
  offset,
  'timestamp?': orNull({ type: 'integer', format: 'int64' }, 'Epoch milliseconds.'),
  'timestampType?': orNull(string, '`CreateTime` or `LogAppendTime`.'),
};

const skipped = about(
  'The log had lost that place: offsets from `from` on were passed over, up to `to`, which was read.',
  object({ from: offset, to: offset }),
);

const progress = {
  partition: count,
  nextOffset: about('Where to read on.', offset),
  endOffset: orNull(offset, 'The next offset to be written, at most a second old; null: not known.'),
  lag: orNull({ type: 'integer', format: 'int64' }, 'From where to read on to the end; null: not known.'),
  'skipped?': skipped,
};

export const recordSchemas: Readonly<Record<string, Schema>> = {
  ConsumedRecord: object(record),
  LeasedRecord: object({
    ...record,
    deliveryCount: about('How often it was handed out, this time too.', count),
  }),
  Skipped: skipped,
  PartitionProgress: object(progress),
  ReceiptLine: {
    oneOf: [
      object({
        fromLine: count,
        toLine: about('It belongs to them.', count),
        outcome: oneOfTexts(['accepted', 'unknown', 'not-written']),
        'code?': ref('ProblemCode'),
        'duplicatesPossible?': boolean,
      }),
      object(
        {
          done: { const: true },
          topic: string,
          outcome: oneOfTexts(['accepted', 'partial']),
          accepted: count,
          'notWrittenFromLine?': count,
          'problem?': ref('Problem'),
        },
        'The last line; an answer without it was cut.',
      ),
    ],
  },
  RecordLine: {
    oneOf: [
      ref('ConsumedRecord'),
      object(
        {
          cursor: string,
          done: { const: true },
          partitions: { type: 'array', items: ref('PartitionProgress') },
          caughtUp: boolean,
        },
        'The last line; an answer without it was cut.',
      ),
    ],
  },
};

export const recordExample = {
  key: 'k1',
  value: '{"n":21.50}',
  partition: 0,
  offset: 41,
  timestamp: 1_767_225_600_000,
  timestampType: 'CreateTime',
};

export const progressExample = { partition: 0, nextOffset: 42, endOffset: 42, lag: 0 };
