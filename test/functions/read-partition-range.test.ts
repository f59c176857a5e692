import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readPartition } from '../../functions/http/read-partition.ts';
import { MemoryLog } from '../../local/kafka-rest/memory-log.ts';
import { createDependencies } from '../../shared/dependencies.ts';
import { type App, call, startApp } from '../support/app.ts';

/** Where reads of one partition begin and end, held against the log itself. */
let app: App;
const log = new MemoryLog();
const HOUR_MS = 3_600_000;
const now = Date.now();
// Beyond this many ms before now, retention has taken what was there.
const retention = { 'retention.ms': String(24 * HOUR_MS) };

beforeAll(async () => {
  app = await startApp({ kafkaRest: { log }, settings: { KAFKA_MAX_WAIT_SECONDS: '5' } });
  // Offsets 0 to 2 are gone, 3 to 12 are there.
  await log.createTopic({ name: 'orders', properties: retention });
  await append('orders', 3, () => now - 48 * HOUR_MS);
  await append('orders', 10, (index) => now - HOUR_MS + index * 1000);
});
afterEach(() => {
  app.standIns.kafkaRest.faults.clear();
});
afterAll(() => app.close());

function append(
  topic: string,
  count: number,
  timeOf: (index: number) => number,
  keyOf: (index: number) => string = String,
) {
  const records = Array.from({ length: count }, (_, index) => ({
    partition: 0,
    key: Buffer.from(keyOf(index)),
    value: Buffer.from(`value ${index}`),
    timestampMs: timeOf(index),
  }));
  return log.append(topic, records);
}

function read(query = '', { topic = 'orders', dependencies = app.dependencies } = {}) {
  const params = { topic, partition: '0' };
  return call((request, of) => readPartition(request, dependencies, of), { params, query });
}

const offsetsOf = (body: Record<string, unknown>) =>
  (body['records'] as { offset: number }[]).map(({ offset }) => offset);

const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

describe('A read begins', () => {
  test.each([
    ['?last=3', [10, 11, 12]],
    ['?last=1', [12]],
    ['?last=3&count=2', [10, 11]],
    ['?last=1000', upTo(3, 13)],
    [`?timestamp=${now - HOUR_MS + 4000}`, upTo(7, 13)],
    [`?timestamp=${now - HOUR_MS + 3999}`, upTo(7, 13)],
    [`?timestamp=${now - HOUR_MS + 4001}`, upTo(8, 13)],
    [`?timestamp=${new Date(now - HOUR_MS + 4000).toISOString()}`, upTo(7, 13)],
    ['?timestamp=0', upTo(3, 13)],
    ['?timestamp=1970-01-01T00:00:00-12:00', upTo(3, 13)],
    ['?timestamp=2001-01-01T00:00:00+02:00', upTo(3, 13)],
    ['?timestamp=2001-01-01T00:00:00%2B02:00', upTo(3, 13)],
    [`?timestamp=${now + HOUR_MS}`, []],
  ])('%s', async (query, offsets) => {
    const { status, body } = await read(query);
    expect([status, offsetsOf(body)]).toEqual([200, offsets]);
    expect(body).toMatchObject({ nextOffset: (offsets.at(-1) ?? 12) + 1, endOffset: 13 });
  });

  test('with as many as last says, above the usual count', async () => {
    await log.createTopic({ name: 'many' });
    await append('many', 300, () => now);
    expect(offsetsOf((await read('?last=250', { topic: 'many' })).body)).toEqual(upTo(50, 300));
  });
});

describe('A read ends', () => {
  test.each([
    ['?untilOffset=5', [3, 4], 5],
    ['?offset=4&untilOffset=6', [4, 5], 6],
    ['?offset=4&untilOffset=4', [], 4],
    ['?offset=9&untilOffset=4', [], 9],
    ['?untilOffset=13', upTo(3, 13), 13],
    [`?untilTimestamp=${now - HOUR_MS + 2000}`, [3, 4], 5],
    [`?untilTimestamp=${now - HOUR_MS + 2001}`, [3, 4, 5], 6],
    [`?last=5&untilTimestamp=${now - HOUR_MS}`, [], 8],
    [`?untilOffset=9&untilTimestamp=${now - HOUR_MS + 2000}`, [3, 4], 5],
    [`?untilOffset=4&untilTimestamp=${now - HOUR_MS + 2000}`, [3], 4],
  ])('%s, and says that it is complete', async (query, offsets, nextOffset) => {
    const { body, headers } = await read(query);
    expect(offsetsOf(body)).toEqual(offsets);
    expect(body).toMatchObject({ nextOffset, complete: true, lag: 13 - nextOffset });
    expect([headers['nextoffset'], headers['link']]).toEqual([String(nextOffset), undefined]);
  });

  test.each(['?untilOffset=14', `?untilTimestamp=${now}`, '?untilOffset=13&count=3'])(
    'before %s has come, and says where to read on',
    async (query) => {
      const { body, headers } = await read(query);
      expect(body).not.toHaveProperty('complete');
      expect(headers['link']).toContain(query.slice(1).split('&')[0]);
    },
  );
});

describe('A place outside the log', () => {
  test.each([
    ['?offset=1', 1],
    ['?offset=14', 14],
  ])('%s is told with both ends', async (query, offset) => {
    expect(await read(query)).toMatchObject({
      status: 400,
      body: { code: 'offset-out-of-range', offset, earliestOffset: 3, endOffset: 13 },
    });
  });

  test.each([
    ['?offset=1&onOutOfRange=earliest', upTo(3, 13), { from: 1, to: 3 }],
    ['?offset=1&onOutOfRange=latest', [], { from: 1, to: 13 }],
    ['?offset=99&onOutOfRange=earliest&count=1', [3], { from: 99, to: 3 }],
    ['?offset=99&onOutOfRange=latest', [], { from: 99, to: 13 }],
    ['?offset=1&onOutOfRange=earliest&lag=false&count=1', [3], { from: 1, to: 3 }],
  ])('%s is passed over, and said so', async (query, offsets, skipped) => {
    const { status, body } = await read(query);
    expect([status, offsetsOf(body), body['skipped']]).toEqual([200, offsets, skipped]);
  });

  test('is none where nothing was skipped', async () => {
    for (const offset of [3, 13]) {
      const { body } = await read(`?offset=${offset}&onOutOfRange=earliest`);
      expect(body).not.toHaveProperty('skipped');
    }
  });
});

describe('A log with gaps', () => {
  beforeAll(async () => {
    await log.createTopic({ name: 'compacted' });
    // Ten keys in turn: after compaction the last ten records are left, but for one further key at the front.
    await append(
      'compacted',
      1,
      () => now - HOUR_MS,
      () => 'first',
    );
    await append(
      'compacted',
      40,
      (index) => now - HOUR_MS + index * 1000,
      (index) => String(index % 10),
    );
    log.compact('compacted');
  });

  test('is read to its end by who follows nextOffset', async () => {
    const seen: number[] = [];
    for (let offset = 0; offset < 41;) {
      const { body } = await read(`?offset=${offset}&count=3`, { topic: 'compacted' });
      seen.push(...offsetsOf(body));
      expect(body['nextOffset']).toBeGreaterThan(offset);
      offset = body['nextOffset'] as number;
    }
    expect(seen).toEqual([0, ...upTo(31, 41)]);
  });

  test('is no place outside the log where a gap is', async () => {
    const { body } = await read('?offset=15&count=2', { topic: 'compacted' });
    expect(offsetsOf(body)).toEqual([31, 32]);
    expect(body).not.toHaveProperty('skipped');
  });

  test('is sought by time as any', async () => {
    const at = (seconds: number) =>
      read(`?timestamp=${now - HOUR_MS + seconds * 1000}&count=1`, { topic: 'compacted' });
    expect(offsetsOf((await at(1)).body)).toEqual([31]);
    expect(offsetsOf((await at(35)).body)).toEqual([36]);
  });
});

describe('Random logs are read from a time as a linear scan reads them:', () => {
  // Small and even: the same cases in every run.
  function numbers(seed: number): () => number {
    let state = seed;
    return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  }

  test.each(upTo(1, 13))('log %d', async (seed) => {
    const random = numbers(seed);
    const topic = `random-${seed}`;
    await log.createTopic({ name: topic });
    let newest = now - 4 * HOUR_MS;
    const timeOf = () => (newest += Math.floor(random() * 20_000)) - Math.floor(random() * 60_000);
    await append(topic, 1 + Math.floor(random() * 400), timeOf, () => String(Math.floor(random() * 200)));
    if (seed % 2 === 0) log.compact(topic);
    const kept = await log.read(topic, 0, 0, { maxRecords: 1000, maxBytes: Infinity });
    for (const share of [0, 0.3, 0.9, 1.1]) {
      const moment = Math.floor(now - 4 * HOUR_MS + (newest - now + 4 * HOUR_MS) * share);
      const first = kept.records.find(({ timestampMs }) => timestampMs >= moment);
      const { body } = await read(`?timestamp=${moment}&count=1`, { topic });
      expect(offsetsOf(body)).toEqual(first === undefined ? [] : [first.offset]);
    }
  });
});

describe('An answer says what was asked for:', () => {
  test('with lag=false the bytes of the proxy, and no call for metadata', async () => {
    const dependencies = createDependencies(app.standIns.environment);
    const before = app.standIns.kafkaRest.faults.hits('partitions');
    const { text, headers } = await read('?offset=4&count=3&lag=false', { dependencies });
    expect(app.standIns.kafkaRest.faults.hits('partitions')).toBe(before);
    expect(headers).toMatchObject({ nextoffset: '7', link: '<?offset=7&count=3&lag=false>; rel="next"' });
    const token = app.standIns.entra.issued().at(-1)?.token ?? '';
    const path = '/v1/consumer/topics/orders/partitions/0/offsets/4?count=3';
    const proxys = await fetch(app.standIns.kafkaRest.url + path, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(text).toBe(await proxys.text());
  });

  test('with value=json values as JSON, digit for digit, where they are JSON', async () => {
    await log.createTopic({ name: 'json' });
    const values = [
      '{"a": 1.10, "b":12345678901234567890}',
      'text',
      '"5"',
      '5',
      null,
      '',
      '[1,\n2]',
      '{"a":',
    ];
    const records = values.map((value) => ({
      partition: 0,
      key: null,
      value: value === null ? null : Buffer.from(value),
      timestampMs: now,
    }));
    await log.append('json', records);
    const { text, body } = await read('?value=json', { topic: 'json' });
    const wanted = [
      '{"a": 1.10, "b":12345678901234567890}',
      '"text"',
      '"5"',
      '5',
      'null',
      '""',
      '[1, 2]',
      '"{\\"a\\":"',
    ];
    expect(text.match(/"value":.*?(?=,"partition")/g)).toEqual(wanted.map((value) => `"value":${value}`));
    expect(body).toMatchObject({ nextOffset: 8, lag: 0 });
    expect((await read('?value=string', { topic: 'json' })).text).toContain('"value":"[1,\\n2]"');
  });

  test('with a link that carries on what was asked for, and no key', async () => {
    const { headers } = await read(
      '?code=hidden&last=5&count=2&value=json&waitMs=0&clientId=hidden&maxBytes=9999',
    );
    expect(headers['link']).toBe('<?offset=10&count=2&value=json&waitMs=0&maxBytes=9999>; rel="next"');
  });
});

describe('A read that waits', () => {
  beforeAll(async () => {
    await log.createTopic({ name: 'waiting' });
  });

  const waiting = (query: string, dependencies = app.dependencies) =>
    read(query, { topic: 'waiting', dependencies });

  test('gives what is produced meanwhile, at once', async () => {
    const { faults } = app.standIns.kafkaRest;
    const before = faults.hits('consume');
    const answer = waiting('?offset=latest&waitMs=5000');
    while (faults.hits('consume') < before + 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await append('waiting', 2, () => now);
    expect((await answer).body).toMatchObject({ nextOffset: 2, endOffset: 2, lag: 0 });
    expect(offsetsOf((await answer).body)).toEqual([0, 1]);
  });

  test('gives nothing when its time is over, with one call in each of its rounds', async () => {
    const before = app.standIns.kafkaRest.faults.allHits();
    const { status, body } = await waiting('?offset=2&waitMs=300');
    expect([status, body]).toEqual([200, { records: [], nextOffset: 2, endOffset: 2, lag: 0 }]);
    const after = app.standIns.kafkaRest.faults.allHits();
    // The first read asks for metadata beside it and after it: that tells the end of the log from a place outside.
    expect((after['partitions'] ?? 0) - (before['partitions'] ?? 0)).toBeLessThanOrEqual(2);
  });

  test('waits neither for what is there already nor beyond its end', async () => {
    for (const query of ['?offset=0&waitMs=5000', '?offset=2&untilOffset=2&waitMs=5000']) {
      const begin = performance.now();
      expect((await waiting(query)).status).toBe(200);
      expect(performance.now() - begin).toBeLessThan(4000);
    }
  });

  test('fails as the proxy does meanwhile', async () => {
    const { faults } = app.standIns.kafkaRest;
    const before = faults.hits('consume');
    const answer = waiting('?offset=2&waitMs=5000');
    while (faults.hits('consume') < before + 1) await new Promise((resolve) => setTimeout(resolve, 5));
    faults.add({ call: '*', fault: { kind: 'status', status: 500 } });
    expect(await answer).toMatchObject({ status: 503, body: { code: 'proxy-unavailable' } });
  });

  test('does so beside no more than KAFKA_MAX_WAITING others', async () => {
    const environment = { ...app.standIns.environment, KAFKA_MAX_WAITING: '1' };
    const dependencies = createDependencies(environment);
    const { faults } = app.standIns.kafkaRest;
    const before = faults.hits('consume');
    const first = waiting('?offset=2&waitMs=400', dependencies);
    while (faults.hits('consume') < before + 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await waiting('?offset=2&waitMs=400', dependencies)).toMatchObject({
      status: 429,
      body: { code: 'too-many-waiting', retryable: true },
    });
    expect((await waiting('?offset=2', dependencies)).status).toBe(200);
    expect((await first).status).toBe(200);
    expect((await waiting('?offset=2&waitMs=10', dependencies)).status).toBe(200);
  });
});

describe('A read is refused, without a call of the proxy,', () => {
  const exclude = (names: string) =>
    [names.replaceAll(' and ', ','), `${names} exclude each other: give one.`] as const;
  const time = 'give a time as 2026-01-31T12:00:00Z, or epoch milliseconds';

  test.each([
    ['?offset=1&last=2', ...exclude('offset and last')],
    ['?timestamp=0&offset=1&last=2', ...exclude('offset and last and timestamp')],
    ['?timestamp=1700000000', 'timestamp', 'timestamp: epoch seconds? give milliseconds.'],
    ['?untilTimestamp=1700000000', 'untilTimestamp', 'untilTimestamp: epoch seconds? give milliseconds.'],
    ['?timestamp=yesterday', 'timestamp', `timestamp: ${time}.`],
    ['?timestamp=2026-01-31', 'timestamp', `timestamp: ${time}.`],
    ['?timestamp=2026-13-31T00:00:00Z', 'timestamp', `timestamp: ${time}.`],
    ['?timestamp=2026-01-31T00:00:00', 'timestamp', `timestamp: ${time}.`],
    ['?last=0', 'last', 'last: give a whole number from 1 to 10000.'],
    ['?untilOffset=latest', 'untilOffset', 'untilOffset: give a whole number from 0 to 9223372036854775807.'],
    ['?waitMs=5001', 'waitMs', 'waitMs: give a whole number from 0 to 5000.'],
    ['?waitMs=-1', 'waitMs', 'waitMs: give a whole number from 0 to 5000.'],
    ['?value=xml', 'value', 'value: give one of string, json.'],
    ['?lag=no', 'lag', 'lag: give true or false.'],
    ['?onOutOfRange=fail', 'onOutOfRange', 'onOutOfRange: give one of error, earliest, latest.'],
    ['?untiloffset=5', 'untiloffset', '"untiloffset" is not known: do you mean untilOffset?'],
    ['?time=5', 'time', expect.stringContaining('is not known')],
  ])('%s', async (query, parameter, detail) => {
    const before = app.standIns.kafkaRest.faults.allHits();
    expect(await read(query)).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ parameter, in: 'query', detail }] },
    });
    expect(app.standIns.kafkaRest.faults.allHits()).toEqual(before);
  });
});
