import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../../shared/errors.ts';
import { parseProduceMessage } from '../../../shared/messages/produce-message.ts';
import { fc } from '../../support/properties.ts';

const limits = { maxRecordBytes: 1000, eventKey: 'partitionkey' } as const;
const parse = (text: string | Uint8Array) => parseProduceMessage(Buffer.from(text), limits);
const base64 = (text: string) => Buffer.from(text).toString('base64');

function refused(text: string | Uint8Array): AppError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('it was not refused');
}

const event = { specversion: '1.0', id: '1', source: '/shop', type: 'order.placed' };
const own = {
  id: '1',
  eventType: 'order.placed',
  subject: 'orders/1',
  eventTime: '2026-01-31T12:00:00.1234567Z',
  topic: '/subscriptions/1/topics/shop',
  data: {},
  dataVersion: '1',
};

describe('A message of records', () => {
  const text =
    '{ "topic":"orders", "records":[{"key":"k","value":{"n":1.10e2}},{"value":null,"partition":3}] }';

  test('keeps each record as it was written', () => {
    expect(parse(text)).toEqual({
      kind: 'records',
      topic: 'orders',
      messageId: undefined,
      traceParent: undefined,
      records: [
        { json: '{"key":"k","value":{"n":1.10e2}}', partition: undefined },
        { json: '{"value":null,"partition":3}', partition: 3 },
      ],
    });
  });

  test('may be encoded as base64, also in lines', () => {
    const encoded = base64(text);
    expect(parse(encoded)).toEqual(parse(text));
    expect(parse(`${encoded.slice(0, 40)}\r\n${encoded.slice(40)}\n`)).toEqual(parse(text));
  });

  test('carries its id and its trace; a bad trace counts as none', () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const message = { topic: 't', records: [{ value: 1 }], messageId: 'order-1', traceparent };
    expect(parse(JSON.stringify(message))).toMatchObject({ messageId: 'order-1', traceParent: traceparent });
    const bad = JSON.stringify({ ...message, traceparent: '00-1' });
    expect(parse(bad)).toMatchObject({ traceParent: undefined });
  });

  test('keeps every digit and character, encoded or not', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.bigInt(), (value, digits) => {
        const record = `{"key":${digits}.10,"value":${JSON.stringify(value)}}`;
        const message = `{"records":[${record}],"topic":"t"}`;
        for (const sent of [message, base64(message)]) {
          expect(parse(sent)).toMatchObject({ records: [{ json: record }] });
        }
      }),
    );
  });
});

describe('A message with a claim check', () => {
  test('names a blob', () => {
    expect(parse('{"topic":"orders","claimCheck":"2026/01/batch-1.ndjson"}')).toMatchObject({
      kind: 'claim-check',
      topic: 'orders',
      claimCheck: '2026/01/batch-1.ndjson',
    });
  });

  test.each([
    '..',
    'a/../b',
    '/a',
    'a//b',
    'https://account.blob.core.windows.net/container/a',
    'a?sv=2026&sig=x',
    '',
    7,
    null,
  ])('refuses %j as its name', (claimCheck) => {
    const { code, options } = refused(JSON.stringify({ topic: 'orders', claimCheck }));
    expect(code).toBe('invalid-request');
    expect(options.faults).toMatchObject([{ pointer: '#/claimCheck' }]);
  });
});

describe('A bare event', () => {
  test('of CloudEvents becomes a record with its partition key', () => {
    const text = JSON.stringify({ ...event, partitionkey: 'k', subject: 's', data: { n: 1 } });
    expect(parse(` ${text}\n`)).toEqual({
      kind: 'event',
      traceParent: undefined,
      event: {
        id: '1',
        source: '/shop',
        type: 'order.placed',
        subject: 's',
        record: { json: `{"key":"k","value":${text}}`, partition: undefined },
      },
    });
  });

  test('of Event Grid becomes a record, whose source is its topic', () => {
    const text = JSON.stringify(own);
    const { id, eventType: type, topic: source, subject } = own;
    const record = { json: `{"value":${text}}`, partition: undefined };
    expect(parse(base64(text))).toMatchObject({
      kind: 'event',
      event: { id, type, source, subject, record },
    });
  });

  test('is keyed by its subject where the settings say so', () => {
    for (const one of [
      { ...event, subject: 's' },
      { ...own, subject: 's' },
    ]) {
      const parsed = parseProduceMessage(Buffer.from(JSON.stringify(one)), {
        ...limits,
        eventKey: 'subject',
      });
      expect(parsed).toMatchObject({
        event: { record: { json: `{"key":"s","value":${JSON.stringify(one)}}` } },
      });
    }
  });

  test('with faults is refused, naming each', () => {
    const { options } = refused(JSON.stringify({ ...event, id: 7, time: 'noon' }));
    expect(options.faults).toMatchObject([{ pointer: '#/id' }, { pointer: '#/time' }]);
    const other = refused(JSON.stringify({ ...own, subject: undefined, eventTime: 'noon' }));
    expect(other.options.faults).toMatchObject([{ pointer: '#/subject' }, { pointer: '#/eventTime' }]);
  });

  test('over the limit of a record is refused', () => {
    expect(refused(JSON.stringify({ ...own, data: 'x'.repeat(1000) })).code).toBe('record-too-large');
  });
});

test.each([
  ['', 'invalid-json', []],
  ['not json', 'invalid-json', []],
  [base64('not json'), 'invalid-json', []],
  ['{"topic":"orders","records":[{"value":1}]', 'invalid-json', []],
  [Buffer.from([0x7b, 0xff, 0x7d]), 'invalid-json', []],
  ['[{"topic":"orders","records":[]}]', 'invalid-request', []],
  ['"text"', 'invalid-request', []],
  ['{}', 'invalid-request', ['#/topic', '#/records']],
  ['{"topic":"or ders","records":[{"value":1}]}', 'invalid-request', ['#/topic']],
  ['{"topic":"orders","records":[]}', 'invalid-request', ['#/records']],
  ['{"topic":"orders","records":[{"key":1}]}', 'invalid-request', ['#/records/0/value']],
  ['{"topic":"orders","record":[{"value":1}]}', 'invalid-request', ['#/record', '#/records']],
  ['{"topic":"a","topic":"b","records":[{"value":1}]}', 'invalid-request', ['#/topic']],
  ['{"topic":"a","records":[{"value":1}],"messageId":""}', 'invalid-request', ['#/messageId']],
  ['{"topic":"a","records":[{"value":1}],"claimCheck":"b"}', 'invalid-request', ['#/records']],
  [`{"topic":"a","records":[{"value":"${'x'.repeat(1000)}"}]}`, 'record-too-large', ['#/records/0']],
] as const)('the message %j is refused: %s %j', (text, code, pointers) => {
  const error = refused(text);
  expect(error.code).toBe(code);
  expect(error.options.faults?.map((fault) => ('pointer' in fault ? fault.pointer : '')) ?? []).toEqual(
    pointers,
  );
});
