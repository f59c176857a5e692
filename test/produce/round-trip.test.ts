import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { produceRecords } from '../../functions/http/produce-records.ts';
import { readPartition } from '../../functions/http/read-partition.ts';
import type { OpenLog } from '../../local/kafka-rest/open-kafka-log.ts';
import { type App, call, startApp } from '../support/app.ts';
import { fc } from '../support/properties.ts';
import { realKafka } from '../support/real-kafka.ts';
import { writtenJson } from '../support/written-json.ts';

let app: App;
/** On real Kafka where there is one. */
let opened: OpenLog | undefined;
const MEGABYTE = 1_000_000;

beforeAll(async () => {
  opened = await realKafka?.openEmptyLog();
  app = await startApp({
    settings: { KAFKA_MAX_RECORD_BYTES: String(6 * MEGABYTE) },
    ...(opened !== undefined && { kafkaRest: { log: opened } }),
  });
  const { log } = app.standIns.kafkaRest;
  await log.createTopic({ name: 'orders', properties: { 'max.message.bytes': String(6 * MEGABYTE) } });
});
afterAll(async () => {
  await app.close();
  await opened?.close();
});

interface Read {
  readonly key: string | null;
  readonly value: string | null;
}

/** Produces records, whole and as they are written, and reads them back through the app. */
async function roundTrip(records: readonly string[]): Promise<Read[]> {
  const [before] = await app.standIns.kafkaRest.log.partitions('orders');
  const body = `{"records":[${records.join(',')}]}`;
  const produced = await call((request, own) => produceRecords(request, app.dependencies, own), {
    method: 'POST',
    params: { topic: 'orders' },
    body,
  });
  expect(produced).toMatchObject({ status: 200, body: { accepted: records.length } });
  const read = await call((request, of) => readPartition(request, app.dependencies, of), {
    params: { topic: 'orders', partition: '0' },
    query: `?offset=${before?.latestOffset ?? 0}&count=${records.length}`,
  });
  return read.body['records'] as Read[];
}

/** What a value is read as: a string as that string, null as null, all else as its text. */
function readAs(text: string): string | null {
  if (text === 'null') return null;
  return text.startsWith('"') ? (JSON.parse(text) as string) : text;
}

async function expectKept(values: readonly string[]): Promise<void> {
  const read = await roundTrip(values.map((value) => `{"key":${value},"value":${value}}`));
  expect(read.map(({ value }) => value)).toEqual(values.map(readAs));
  expect(read.map(({ key }) => key)).toEqual(values.map(readAs));
}

describe('through app and proxy and back come as they were sent', () => {
  test('numbers beyond what JavaScript has', async () => {
    await expectKept([
      '12345678901234567890',
      '-9007199254740993',
      '1.10',
      '1e400',
      '-1E-400',
      '-0',
      '0.1e+1',
    ]);
  });

  test('members given twice, spaces and escapes within an object', async () => {
    await expectKept([
      '{"a":1, "a" : 2}',
      '[ 1 ,\t2 ]',
      '{"\\u0061":"\\/"}',
      '{"half":"\\ud800"}',
      '{}',
      '[]',
    ]);
  });

  test('strings with every escape and with characters beyond the first plane', async () => {
    await expectKept([
      '"\\u0000\\b\\f\\n\\r\\t\\"\\\\\\/"',
      '"😀é\\ud83d\\ude00"',
      '""',
      '"\\u2028"',
      '"null"',
    ]);
  });

  test('nothing, as key and as value', async () => {
    await expectKept(['null', 'true', 'false']);
  });

  test('64 levels', async () => {
    await expectKept([`${'['.repeat(64)}${']'.repeat(64)}`, `${'{"a":'.repeat(64)}1${'}'.repeat(64)}`]);
  });

  test('a string of 1 MB, and of 5 MB where topic and limits allow it', async () => {
    for (const size of [MEGABYTE, 5 * MEGABYTE]) {
      const value = `"${'é'.repeat(size / 2)}"`;
      const [read] = await roundTrip([`{"value":${value}}`]);
      expect(read?.value === readAs(value)).toBe(true);
    }
  });

  test('any JSON at all', async () => {
    const legal = writtenJson.filter(({ text }) => !/\\ud/i.test(text));
    await fc.assert(
      fc.asyncProperty(fc.array(legal, { minLength: 1, maxLength: 40 }), (values) =>
        expectKept(values.map(({ text }) => text)),
      ),
      { numRuns: 40 },
    );
  });
});

test.each([
  ['numbers', ['01', '-01', '+1', '.5', '1.', '-', '- 1', '1e', '1e+', '1.e1', '0x10', '1_000', '٣']],
  ['names of numbers', ['NaN', 'Infinity', '-Infinity', 'undefined', 'True', 'nul', 'nulll']],
  ['strings', ["'a'", '`a`', '"a', 'a', '"\t"', '"\n"', '"\0"', '"\\x41"', '"\\u12"', '"\\u{41}"', '"\\"']],
  ['strings that UTF-8 cannot carry', ['"\\ud800"', '"a\\udc00"', '"\\udc00\\ud800"']],
])(
  '%s that JSON does not have are refused, as key and as value, and nothing is written',
  async (_what, forms) => {
    const { log } = app.standIns.kafkaRest;
    const before = await log.partitions('orders');
    for (const form of forms) {
      for (const record of [`{"value":${form}}`, `{"key":${form},"value":1}`, `{"value":[${form}]}`]) {
        // Within an object or array half a surrogate pair stays the escape that it is.
        if (record.includes('[') && /\\ud[8c]00/.test(form)) continue;
        const { status, body } = await call(
          (request, own) => produceRecords(request, app.dependencies, own),
          {
            method: 'POST',
            params: { topic: 'orders' },
            body: `{"records":[{"value":"before"},${record}]}`,
          },
        );
        expect([record, status, body['outcome']]).toEqual([record, 400, 'not-written']);
      }
    }
    expect(await log.partitions('orders')).toEqual(before);
  },
);
