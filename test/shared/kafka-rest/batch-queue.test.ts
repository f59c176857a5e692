import { describe, expect, test } from '@jest/globals';
import { type BatchLimits, createBatchQueue, type Waiting } from '../../../shared/kafka-rest/batch-queue.ts';
import { fc } from '../../support/properties.ts';

interface Request extends Waiting {
  readonly name: string;
}

const limits: BatchLimits = { maxRecords: 3, maxBytes: 100, inFlight: 2 };

/** A request by its name: `a1` is for topic a. */
function request(name: string, more: Partial<Request> = {}): Request {
  return { name, topic: name.charAt(0), sender: 'one', recordCount: 1, bytes: 10, ...more };
}

function queueOf(requests: readonly Request[], some: Partial<BatchLimits> = {}) {
  const queue = createBatchQueue<Request>({ ...limits, ...some });
  for (const one of requests) queue.add(one);
  const next = () => queue.next()?.map(({ name }) => name);
  return { ...queue, next: queue.next, names: next };
}

describe('one call takes', () => {
  test('what waits for its topic, in order of arrival, up to the most records', () => {
    const { names } = queueOf(['a1', 'b1', 'a2', 'a3', 'a4'].map((name) => request(name)));
    expect([names(), names(), names(), names()]).toEqual([['a1', 'a2', 'a3'], ['a4'], ['b1'], undefined]);
  });

  test('no more bytes than one call may have, and nobody overtakes', () => {
    const { names } = queueOf([
      request('a1', { bytes: 60 }),
      request('a2', { bytes: 50 }),
      request('a3', { bytes: 10 }),
    ]);
    expect([names(), names()]).toEqual([['a1'], ['a2', 'a3']]);
  });

  test('one request that is over the limits by itself', () => {
    const { names } = queueOf([request('a1', { recordCount: 9, bytes: 999 }), request('a2')]);
    expect([names(), names()]).toEqual([['a1'], ['a2']]);
  });

  test('the first of each sender before the second of any', () => {
    const two = { sender: 'two' };
    const { names } = queueOf([
      ...['a1', 'a2', 'a3', 'a4'].map((name) => request(name)),
      ...['a5', 'a6'].map((name) => request(name, two)),
    ]);
    expect([names(), names()]).toEqual([
      ['a1', 'a5', 'a2'],
      ['a3', 'a6', 'a4'],
    ]);
  });

  test('nothing that was taken out', () => {
    const [first, second] = [request('a1'), request('a2')];
    const { names, remove } = queueOf([first, second]);
    remove(first);
    expect([names(), names()]).toEqual([['a2'], undefined]);
  });
});

test('no call begins while so many are under way for the topic', () => {
  const { names, next, add, ended } = queueOf([request('a1')]);
  const first = next() ?? [];
  add(request('a2'));
  expect(names()).toEqual(['a2']);
  add(request('a3'));
  expect(names()).toBeUndefined();
  add(request('b1'));
  expect(names()).toEqual(['b1']);
  ended(first);
  expect(names()).toEqual(['a3']);
});

test('whatever comes and ends: nothing is lost, doubled, reordered or over a limit', () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('add' as const),
      topic: fc.constantFrom('a', 'b', 'c'),
      recordCount: fc.integer({ min: 1, max: 4 }),
      bytes: fc.integer({ min: 1, max: 120 }),
      sender: fc.constantFrom('one', 'two'),
    }),
    fc.record({ kind: fc.constant('next' as const) }),
    fc.record({ kind: fc.constant('end' as const), which: fc.nat(7) }),
    fc.record({ kind: fc.constant('remove' as const), which: fc.nat(7) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const queue = createBatchQueue<Request>(limits);
      let waiting: Request[] = [];
      let calls: (readonly Request[])[] = [];
      const begin = () => {
        const call = queue.next();
        if (call === undefined) return false;
        checkCall(call, waiting, calls);
        waiting = waiting.filter((one) => !call.includes(one));
        calls.push(call);
        return true;
      };
      for (const [index, one] of steps.entries()) {
        if (one.kind === 'add') {
          const added = request(`${one.topic}${index}`, one);
          waiting.push(added);
          queue.add(added);
        } else if (one.kind === 'next') begin();
        else if (one.kind === 'remove') {
          const gone = waiting[one.which];
          if (gone !== undefined) queue.remove(gone);
          waiting = waiting.filter((other) => other !== gone);
        } else {
          const call = calls[one.which];
          if (call !== undefined) queue.ended(call);
          calls = calls.filter((other) => other !== call);
        }
      }
      // All that waits is sent at last.
      for (let left = 1000; waiting.length > 0 && left > 0; left -= 1) {
        if (begin()) continue;
        const [call] = calls.splice(0, 1);
        queue.ended(call ?? []);
      }
      expect(waiting).toEqual([]);
    }),
  );
});

function checkCall(
  call: readonly Request[],
  waiting: readonly Request[],
  calls: readonly (readonly Request[])[],
): void {
  const [first] = call;
  if (first === undefined) throw new Error('A call of nothing');
  for (const sender of ['one', 'two']) {
    const of = (requests: readonly Request[]) =>
      requests.filter((one) => one.topic === first.topic && one.sender === sender);
    expect(of(call)).toEqual(of(waiting).slice(0, of(call).length));
  }
  if (call.length > 1) {
    expect(call.reduce((sum, { recordCount }) => sum + recordCount, 0)).toBeLessThanOrEqual(
      limits.maxRecords,
    );
    expect(call.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(limits.maxBytes);
  }
  expect(calls.filter(([one]) => one?.topic === first.topic).length).toBeLessThan(limits.inFlight);
}
