import { describe, expect, it } from '@jest/globals';
import { openProxy, type OpenOptions, startMs } from './open-proxy.ts';

async function open(options: OpenOptions = {}, count = 3) {
  const proxy = await openProxy(options);
  await proxy.withTopic('t', 2);
  const write = (index: number) => {
    const text = (name: string) => Buffer.from(`${name}${index}`);
    const record = { partition: 0, key: text('k'), value: text('v'), timestampMs: startMs + index };
    return proxy.log.append('t', [record]);
  };
  for (let index = 0; index < count; index += 1) await write(index);
  const consume = (rest: string) => proxy.ask('GET', `/v1/consumer/topics/t/partitions/${rest}`);
  return { ...proxy, consume, write };
}

const offsetsIn = (json: unknown) =>
  (json as { records: { offset: number }[] }).records.map(({ offset }) => offset);

describe('consume', () => {
  it('gives one record without a count, and where to go on', async () => {
    const { consume } = await open();
    const { status, headers, json } = await consume('0/offsets/1');
    expect(status).toBe(200);
    expect(headers).toEqual({ 'content-type': 'application/json', NextOffset: '2' });
    const record = { key: 'k1', value: 'v1', partition: 0, offset: 1, timestamp: startMs + 1 };
    expect(json()).toEqual({ records: [{ ...record, timestampType: 'CreateTime' }] });
  });

  it('gives as many records as asked for, or what there is', async () => {
    const { consume } = await open();
    const two = await consume('0/offsets/0?count=2');
    const rest = await consume('0/offsets/2?count=2147483647');
    expect([offsetsIn(two.json()), two.headers['NextOffset']]).toEqual([[0, 1], '2']);
    expect([offsetsIn(rest.json()), rest.headers['NextOffset']]).toEqual([[2], '3']);
  });

  it('gives nothing at the end, with NextOffset as it was', async () => {
    const { consume } = await open();
    const { status, headers, json } = await consume('0/offsets/3?count=5');
    expect([status, json(), headers['NextOffset']]).toEqual([200, { records: [] }, '3']);
  });

  it('stops at six million bytes', async () => {
    const { log, consume } = await open({}, 0);
    const value = Buffer.alloc(1_000_000, 'x');
    const record = { partition: 0, key: null, value, timestampMs: startMs };
    await log.append(
      't',
      Array.from({ length: 7 }, () => record),
    );
    const { headers, json } = await consume('0/offsets/0?count=100');
    expect([offsetsIn(json()).length, headers['NextOffset']]).toEqual([6, '6']);
  });

  it('follows gaps by NextOffset', async () => {
    const { log, consume } = await open({}, 0);
    const record = { partition: 0, key: Buffer.from('k'), value: null, timestampMs: startMs };
    await log.append('t', [record, record, record, record]);
    log.compact('t');
    const { headers, json } = await consume('0/offsets/0?count=10');
    expect([offsetsIn(json()), headers['NextOffset']]).toEqual([[3], '4']);
  });

  it.each([
    ['0/offsets/4', 400],
    ['0/offsets/-1', 400],
    ['0/offsets/9223372036854775807', 400],
    ['0/offsets/9223372036854775808', 400],
    ['0/offsets/latest', 400],
    ['0/offsets/1.0', 400],
    ['0/offsets/0?count=0', 400],
    ['0/offsets/0?count=-1', 400],
    ['0/offsets/0?count=2147483648', 400],
    ['0/offsets/0?count=', 400],
    ['x/offsets/0', 400],
    ['2/offsets/0', 404],
    ['-1/offsets/0', 404],
  ])('refuses %s with %d', async (path, status) => {
    const { consume } = await open();
    expect((await consume(path)).status).toBe(status);
  });

  it.each<[OpenOptions['does'] & object, string, number, number[] | undefined, string | undefined]>([
    [{ 'offset-out-of-range': '404' }, '0/offsets/9', 404, undefined, undefined],
    [{ 'offset-out-of-range': 'empty' }, '0/offsets/9', 200, [], '9'],
    [{ 'offset-out-of-range': 'earliest' }, '0/offsets/9', 200, [0], '1'],
    [{ 'offset-out-of-range': 'latest' }, '0/offsets/9', 200, [], '3'],
    [{ 'count-below-one': 'empty' }, '0/offsets/1?count=0', 200, [], '1'],
    [{ 'count-below-one': 'one' }, '0/offsets/1?count=-5', 200, [1], '2'],
    [{ 'not-an-integer': '404' }, '0/offsets/x', 404, undefined, undefined],
    [{ 'sends-next-offset': 'false' }, '0/offsets/0', 200, [0], undefined],
    [{ 'unknown-partition-read': '500' }, '7/offsets/0', 500, undefined, undefined],
  ])('with %p answers %s with %d', async (does, path, status, offsets, next) => {
    const { consume } = await open({ does });
    const answer = await consume(path);
    expect([answer.status, answer.headers['NextOffset']]).toEqual([status, next]);
    if (offsets !== undefined) expect(offsetsIn(answer.json())).toEqual(offsets);
  });

  it.each<[OpenOptions['does'] & object, string]>([
    [{}, '{"records":[{"key":null,"value":null,'],
    [{ 'null-key-form': 'absent' }, '{"records":[{"value":null,'],
    [{ 'null-key-form': 'empty', 'null-value-form': 'absent' }, '{"records":[{"key":"","partition":0,'],
    [{ 'consume-answer-shape': 'array' }, '[{"key":null,"value":null,'],
  ])('with %p begins %s', async (does, start) => {
    const { log, consume } = await open({ does }, 0);
    await log.append('t', [{ partition: 0, key: null, value: null, timestampMs: startMs }]);
    const { text } = await consume('0/offsets/0');
    expect(text.slice(0, start.length)).toBe(start);
  });

  it('spells the kind of timestamp as the topic has it, in one of two ways', async () => {
    const { ask, log, withTopic } = await openProxy({ does: { 'timestamp-type-strings': 'CREATE_TIME' } });
    await withTopic('stamped', 1, { 'message.timestamp.type': 'LogAppendTime' });
    await log.append('stamped', [{ partition: 0, key: null, value: null, timestampMs: startMs }]);
    const { text } = await ask('GET', '/v1/consumer/topics/stamped/partitions/0/offsets/0');
    expect(text).toContain('"timestampType":"LOG_APPEND_TIME"');
  });

  it('waits at the end for a record when that is assumed, and once only', async () => {
    const waits: number[] = [];
    const { consume, write } = await open({
      does: { 'wait-at-end-ms': '1000' },
      whileAsleep: async (ms) => {
        waits.push(ms);
        if (waits.length === 2) await write(3);
      },
    });
    expect(offsetsIn((await consume('0/offsets/3')).json())).toEqual([]);
    expect(offsetsIn((await consume('0/offsets/3')).json())).toEqual([3]);
    expect(waits).toEqual([1000, 1000]);
  });

  it('loses bytes that are no UTF-8, and nothing else of the record', async () => {
    const { log, consume } = await open({}, 0);
    await log.append('t', [{ partition: 0, key: null, value: Buffer.of(0xff, 0x41), timestampMs: startMs }]);
    expect((await consume('0/offsets/0')).json()).toMatchObject({ records: [{ value: '\ufffdA' }] });
  });

  it('refuses a topic that the cache does not have', async () => {
    const { ask, log } = await openProxy();
    await log.createTopic({ name: 'new' });
    const { status } = await ask('GET', '/v1/consumer/topics/new/partitions/0/offsets/0');
    expect(status).toBe(404);
  });
});
