import { readPartitionQuery } from '../../functions/http/read-partition.ts';
import { topicParameters } from '../../shared/http/read-topic-query.ts';
import { IDEMPOTENCY_KEY } from '../../shared/idempotency/key.ts';
import { cloudEventSchema } from '../../shared/records/cloud-event.ts';
import { MAX_RECORDS, produceBodySchema } from '../../shared/records/produce-body.ts';
import { progressExample, recordExample } from '../answers/record.ts';
import type { Limits } from '../limits.ts';
import { ofBodies, ofReads, ofStorage, ofTopics } from '../problem-families.ts';
import { json, type Parameter, queryOf, type RouteDescription } from '../route-description.ts';
import { about, array, boolean, count, object, offset, orNull, ref, string } from '../schema.ts';

const event = {
  specversion: '1.0',
  id: 'order-4711',
  source: '/shop',
  type: 'com.example.order.placed',
  partitionkey: 'k1',
  data: { n: 1 },
};

const produceHeaders: readonly Parameter[] = [
  {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Makes a repeat harmless: 1 to 255 visible ASCII characters, as `"key"` or `key`. Refused with a stream of lines.',
    schema: { type: 'string', pattern: IDEMPOTENCY_KEY.source },
  },
  {
    name: 'Prefer',
    in: 'header',
    description: '`respond-async`: answer 202 when the records are in the queue.',
    schema: string,
  },
  {
    name: 'ce-specversion',
    in: 'header',
    description:
      '`1.0`: one event in binary mode; its other attributes are `ce-` headers, the body its data.',
    schema: string,
  },
];

const produceRecords: RouteDescription = {
  tag: 'Records',
  summary: 'Produces records; the status says what became of them',
  description:
    '200 = accepted. 4xx, 500 and 503 = nothing was written. 502 and 504 = may have been written. Numbers and strings keep every character. An answer that is not problem+json comes from the platform: treat it as 502.',
  headers: produceHeaders,
  body: {
    required: true,
    description: 'Any body may come with `Content-Encoding: gzip`.',
    content: {
      'application/json': {
        schema: produceBodySchema(ref('ProduceRecord')),
        example: { records: [{ key: 'k1', value: { n: 21.5 } }] },
      },
      'application/x-ndjson': {
        schema: about('One record a line; a stream of any size, answered by a stream of receipts.', string),
        items: ref('ProduceRecord'),
        example: '{"key":"k1","value":{"n":1}}\n{"key":"k2","value":null}\n',
      },
      'application/cloudevents+json': { schema: cloudEventSchema, example: event },
      'application/cloudevents-batch+json': {
        schema: array(cloudEventSchema, { maxItems: MAX_RECORDS }),
        example: [event],
      },
    },
  },
  answers: {
    200: {
      description: 'Accepted. Of a stream of lines: its first chunk; the last line tells the rest.',
      headers: ['idempotent-replayed'],
      content: {
        'application/json': {
          schema: object({
            topic: string,
            accepted: about('So many records.', count),
            'duplicatesPossible?': about(
              'A call of several callers was refused and sent again in parts.',
              boolean,
            ),
            'idempotentReplayed?': about('What the first request with this key was told.', boolean),
          }),
          example: { topic: 'hello', accepted: 1 },
        },
        'application/x-ndjson': {
          schema: string,
          items: ref('ReceiptLine'),
          example:
            '{"fromLine":1,"toLine":2,"outcome":"accepted"}\n{"done":true,"topic":"hello","outcome":"accepted","accepted":2}\n',
        },
      },
    },
    202: {
      description: 'In the queue, as the caller preferred.',
      headers: ['preference-applied', 'idempotent-replayed'],
      content: json(object({ messageId: string, 'idempotentReplayed?': boolean }), {
        messageId: '5d1c1b32-4f0e-4c53-9c6e-0f5a4ff0b9f1',
      }),
    },
  },
  problems: [
    ...(['invalid-request', 'topic-internal', 'record-too-large', 'records-refused'] as const),
    ...(['partition-not-found', 'produce-partial', 'produce-outcome-unknown', 'answer-too-large'] as const),
    ...(['idempotency-in-progress', 'idempotency-key-reused'] as const),
    ...[...ofBodies, ...ofTopics, ...ofStorage],
  ],
  saysOutcome: true,
};

const readPartition = (limits: Limits): RouteDescription => ({
  tag: 'Records',
  summary: 'Reads one partition',
  description:
    'Where it begins is said by one of `offset`, `last` and `timestamp` at most. With `lag=false` the body is what the Kafka REST proxy answers.',
  query: queryOf(readPartitionQuery(limits), {
    offset: ['Begin there; `latest` is the end of the log.', 'earliest'],
    last: 'Begin so many offsets before the end.',
    timestamp: 'Begin with the first record at or after that time.',
    untilOffset: 'End before this offset.',
    untilTimestamp: 'End before the first record at or after that time.',
    count: ['So many records at most.', 10],
    maxBytes: 'So many bytes of records at most; the first comes whatever its size.',
    waitMs: 'How long to wait for a first record.',
    value: '`json`: a value whose text is JSON is given as JSON.',
    onOutOfRange: 'What to do where the log has no such offset.',
    lag: 'Tell the end of the log and the lag.',
  }),
  answers: {
    200: {
      description: 'Records in order of offset.',
      headers: ['nextoffset', 'link'],
      content: json(
        object({
          records: array(ref('ConsumedRecord')),
          'nextOffset?': about('Where to read on; left out with `lag=false`, as the next two.', offset),
          'endOffset?': orNull(offset, 'The next offset to be written; null: not known.'),
          'lag?': orNull({ type: 'integer', format: 'int64' }),
          'skipped?': ref('Skipped'),
          'complete?': about('There is no more of what was asked for.', { const: true }),
        }),
        { records: [recordExample], nextOffset: 42, endOffset: 42, lag: 0 },
      ),
    },
  },
  problems: ['invalid-request', 'offset-out-of-range', 'partition-not-found', 'answer-too-large', ...ofReads],
});

const readTopic = (limits: Limits): RouteDescription => ({
  tag: 'Records',
  summary: 'Reads all partitions, or some, as JSON, NDJSON or server-sent events',
  description:
    'By the header Accept. Order holds within a partition. Where it begins is said by one of `cursor`, `offset`, `last` and `timestamp` at most. A stream ends by itself; its last cursor goes on.',
  query: queryOf(topicParameters(limits), {
    cursor: 'Begin where another answer ended.',
    offset: 'Begin there.',
    last: 'Begin so many offsets before the end, in each partition.',
    timestamp: 'Begin with the first record at or after that time, in each partition.',
    untilTimestamp: 'End before the first record at or after that time, in each partition.',
    partitions: 'Read these alone.',
    key: 'Records whose key is exactly that.',
    count: ['So many records at most; JSON: 100 if left out.', 10],
    maxBytes: 'So many bytes of records at most; JSON: 6,000,000 if left out.',
    waitMs: 'How long to wait for a first record.',
    value: '`json`: a value whose text is JSON is given as JSON.',
    onOutOfRange: 'What to do where the log has lost the place.',
    lag: 'Tell the ends of the log and the lag.',
  }),
  headers: [
    {
      name: 'Last-Event-ID',
      in: 'header',
      description: 'Of server-sent events: the cursor of the last one; it wins over the query.',
      schema: string,
    },
  ],
  answers: {
    200: {
      description: 'Records as they are read.',
      headers: ['link'],
      content: {
        'application/json': {
          schema: object({
            records: array(ref('ConsumedRecord')),
            cursor: about('Goes on behind these records.', string),
            partitions: array(ref('PartitionProgress')),
            caughtUp: about('There is nothing more to read now.', boolean),
          }),
          example: {
            records: [recordExample],
            cursor: 'AQVoZWxsbwABKg',
            partitions: [progressExample],
            caughtUp: true,
          },
        },
        'application/x-ndjson': {
          schema: about('One record a line; the last line has `done` and the cursor.', string),
          items: ref('RecordLine'),
          example: `${JSON.stringify(recordExample)}\n${JSON.stringify({ cursor: 'AQVoZWxsbwABKg', done: true, partitions: [progressExample], caughtUp: true })}\n`,
        },
        'text/event-stream': {
          schema: about(
            'Plain events are records, their id the cursor behind them; `position` and `skipped` tell of places, `problem` is the last of one that failed.',
            string,
          ),
          items: ref('ConsumedRecord'),
          example: `id: AQVoZWxsbwABKg\ndata: ${JSON.stringify(recordExample)}\n\n`,
        },
      },
    },
  },
  problems: [
    ...(['invalid-request', 'cursor-invalid', 'offset-out-of-range', 'partition-not-found'] as const),
    ...(['not-acceptable', 'answer-too-large'] as const),
    ...ofReads,
  ],
});

export const recordRoutes = (limits: Limits) => ({
  produceRecords,
  readPartition: readPartition(limits),
  readTopic: readTopic(limits),
});
