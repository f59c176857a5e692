import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openProxy, type OpenOptions, stored } from './open-proxy.ts';

async function open(options: OpenOptions = {}, partitions = 1, properties: Record<string, string> = {}) {
  const proxy = await openProxy(options);
  await proxy.withTopic('t', partitions, properties);
  const produce = (body: string | Buffer) => proxy.ask('POST', '/v1/producer/topics/t', body);
  return { ...proxy, produce };
}

async function valuesAfter(body: string, options: OpenOptions = {}) {
  const { log, produce } = await open(options);
  expect((await produce(body)).status).toBe(200);
  return stored(log, 't');
}

describe('produce', () => {
  it.each(['1.10', '-0', '1e400', '9007199254740993', '{"a" : [1.0, "\\u00e9"]}', '[ ]', 'true', '5'])(
    'writes the JSON text %s as it was sent',
    async (json) => {
      expect(await valuesAfter(`{"records":[ {"key": ${json} , "value": ${json} } ]}`)).toEqual([
        [json, json],
      ]);
    },
  );

  it('writes a string as that string', async () => {
    const body = String.raw`{"records":[{"key":"k\u00e9","value":"a \"b\"\n😀"},{"key":"","value":""}]}`;
    expect(await valuesAfter(body)).toEqual([
      ['ké', 'a "b"\n😀'],
      ['', ''],
    ]);
  });

  it('writes any JSON so that reading its text gives the same again', async () => {
    const { log, produce } = await open();
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        await produce(JSON.stringify({ records: [{ value }] }));
        const [, text] = (await stored(log, 't')).at(-1) ?? [];
        const same: unknown = typeof value === 'string' || value === null ? text : JSON.parse(text ?? '');
        expect(same).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 50 },
    );
  });

  it('takes null for a key and for a value, the tombstone', async () => {
    expect(await valuesAfter('{"records":[{"key":null,"value":null},{"value":1,"partition":null}]}')).toEqual(
      [
        [null, null],
        [null, '1'],
      ],
    );
  });

  it('takes the last of a member given twice, and ignores members it does not know', async () => {
    expect(await valuesAfter('{"records":[],"records":[{"value":1,"x":[],"value":2}],"y":1}')).toEqual([
      [null, '2'],
    ]);
  });

  it('stamps records with the clock', async () => {
    const { clock, log, produce } = await open();
    clock.ms += 123_456;
    await produce('{"records":[{"value":1}]}');
    const { records } = await log.read('t', 0, 0, { maxRecords: 1, maxBytes: 1 });
    expect(records[0]).toMatchObject({ timestampMs: clock.ms, timestampType: 'create' });
  });

  it('lets a partition win over the key', async () => {
    const { log, produce } = await open({}, 3);
    await produce('{"records":[{"key":"foobar","value":1},{"key":"foobar","value":2,"partition":2}]}');
    // (-790332482 & 0x7fffffff) % 3
    expect(await stored(log, 't', 0)).toEqual([['foobar', '1']]);
    expect(await stored(log, 't', 2)).toEqual([['foobar', '2']]);
  });

  it.each([
    ['', 'is not JSON'],
    ['{"records":[{"value":1}]', 'is not JSON'],
    ['{"records":[{"value":01}]}', 'is not JSON'],
    ['[]', 'is not a JSON object'],
    ['null', 'is not a JSON object'],
    ['{}', 'records is missing'],
    ['{"records":null}', 'records is missing'],
    ['{"records":{}}', 'records is not an array'],
    ['{"records":[1]}', 'A record is not a JSON object'],
    ['{"records":[{"key":"k"}]}', 'A record has no value'],
    ['{"records":[{"value":1,"partition":"1"}]}', 'partition is not an int32'],
    ['{"records":[{"value":1,"partition":1.0}]}', 'partition is not an int32'],
    ['{"records":[{"value":1,"partition":2147483648}]}', 'partition is not an int32'],
    ['{"records":[{"value":1,"partition":1}]}', 'partition 1 is not in 0..0'],
    ['{"records":[{"value":1,"partition":-1}]}', 'partition -1 is not in 0..0'],
  ])('refuses %s with 400', async (body, why) => {
    const { produce } = await open();
    const { status, json } = await produce(body);
    expect([status, json()]).toEqual([400, { message: expect.stringContaining(why) }]);
  });

  it('refuses bytes that are no UTF-8', async () => {
    const { produce } = await open();
    const body = Buffer.from('{"records":[{"value":"\xff"}]}', 'latin1');
    expect((await produce(body)).status).toBe(400);
  });

  it('writes nothing of a request with one bad record, whoever finds it', async () => {
    const { log, produce } = await open({}, 1, { 'max.message.bytes': '200' });
    const large = `"${'x'.repeat(200)}"`;
    for (const bad of ['{}', '{"value":1,"partition":9}', `{"value":${large}}`]) {
      expect((await produce(`{"records":[{"value":1},${bad},{"value":2}]}`)).status).toBe(400);
    }
    expect(await stored(log, 't')).toEqual([]);
  });

  it('writes the records before the bad one when that is assumed', async () => {
    const { log, produce } = await open({ does: { 'refusal-writes-nothing': 'false' } });
    expect((await produce('{"records":[{"value":1},{},{"value":2}]}')).status).toBe(400);
    expect(await stored(log, 't')).toEqual([[null, '1']]);
  });

  it.each<[OpenOptions['does'] & object, string, string | null]>([
    [{ 'missing-value': 'null' }, '{}', null],
    [{ 'null-value': 'text' }, '{"value":null}', 'null'],
    [{ 'json-text-is-kept': 'false' }, '{"value":1.10}', '1.1'],
    [{ 'string-value-form': 'quoted' }, '{"value":"a"}', '"a"'],
  ])('with %p writes %s as %p', async (does, record, value) => {
    expect(await valuesAfter(`{"records":[${record}]}`, { does })).toEqual([[null, value]]);
  });

  it.each<[OpenOptions['does'] & object, string, number]>([
    [{ 'null-value': '400' }, '{"records":[{"value":null}]}', 400],
    [{ 'missing-records': '500' }, '{}', 500],
    [{ 'empty-records': '400' }, '{"records":[]}', 400],
    [{}, '{"records":[]}', 200],
    [{ 'unknown-fields': '400' }, '{"records":[{"value":1,"headers":{}}]}', 400],
    [{ 'unknown-partition-produce': '404' }, '{"records":[{"value":1,"partition":1}]}', 404],
  ])('with %p answers %s with %d', async (does, body, status) => {
    const { produce } = await open({ does });
    expect((await produce(body)).status).toBe(status);
  });

  it('refuses a topic that the cache does not have yet, or serves it when that is assumed', async () => {
    const statuses = ['refused', 'served'] as const;
    const answers = statuses.map(async (unseen) => {
      const { ask, log } = await openProxy({ does: { 'unseen-topic': unseen } });
      await log.createTopic({ name: 'new' });
      return (await ask('POST', '/v1/producer/topics/new', '{"records":[{"value":1}]}')).status;
    });
    expect(await Promise.all(answers)).toEqual([404, 200]);
  });

  it('answers a deleted topic that the cache still has as an unknown one', async () => {
    const { log, produce } = await open();
    log.deleteTopic('t');
    expect((await produce('{"records":[{"value":1}]}')).status).toBe(404);
  });

  it('answers 500 while the partition has no leader', async () => {
    const { log, produce } = await open();
    for (const broker of log.cluster.brokers) log.cluster.stop(broker.id);
    expect((await produce('{"records":[{"value":1}]}')).status).toBe(500);
  });
});
