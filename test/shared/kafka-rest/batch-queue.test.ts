import { describe, expect, test } from '@jest/globals';
import { type BatchLimits, createBatchQueue, type Waiting } from '../../../shared/kafka-rest/batch-queue.ts';
import { fc } from '../../support/properties.ts';

interface Request extends Waiting {
  readonly name: string;
}

const limits: BatchLimits = { maxRecords: 3, maxBytes: 100, inFlight: 2, maxCalls: 8 };

/** A request by its name: `a1` is for topic a. */
function request(name: string, more: Partial<Request> = {}): Request {
  return { name, topic: name.charAt(0), recordCount: 1, bytes: 10, mergeable: true, ...more };
}

function queueOf(requests: readonly Request[], some: Partial<BatchLimits> = {}) {
  const queue = createBatchQueue<Request>({ ...limits, ...some });
  for (const one of requests) queue.add(one);
  const next = () => queue.next()?.map(({ name }) => name);
  return { ...queue, next: queue.next, names: next };
}

describe('one call takes', () => {
  test('what waits for its topic, in order of arrival, up to the most records', () => {
    const { names } = queueOf(['a1', 'a2', 'a3', 'a4'].map((name) => request(name)));
    expect([names(), names(), names()]).toEqual([['a1', 'a2', 'a3'], ['a4'], undefined]);
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

  test('one alone that may not be merged', () => {
    const { names } = queueOf([request('a1', { mergeable: false }), request('a2', { mergeable: false })]);
    expect([names(), names()]).toEqual([['a1'], ['a2']]);
  });

  test('nothing that was taken out', () => {
    const [first, second, alone] = [request('a1'), request('a2'), request('a3', { mergeable: false })];
    const { names, remove } = queueOf([first, second, alone]);
    remove(first);
    remove(alone);
    expect([names(), names()]).toEqual([['a2'], undefined]);
  });
});

describe('no call begins while', () => {
  test('so many merged ones are under way for the topic', () => {
    const { names, next, add, ended } = queueOf([request('a1')]);
    const first = next() ?? [];
    add(request('a2'));
    expect(names()).toEqual(['a2']);
    add(request('a3'));
    expect(names()).toBeUndefined();
    ended(first);
    expect(names()).toEqual(['a3']);
  });

  test('so many are under way in all', () => {
    const { names, next, ended } = queueOf(
      ['a1', 'b1', 'c1'].map((name) => request(name)),
      { maxCalls: 2 },
    );
    const first = next() ?? [];
    expect([names(), names()]).toEqual([['b1'], undefined]);
    ended(first);
    expect(names()).toEqual(['c1']);
  });

  test('one topic has three quarters of all calls, so that others have room', () => {
    const { names } = queueOf(
      [...['a1', 'a2', 'a3', 'a4'].map((name) => request(name, { mergeable: false })), request('b1')],
      { maxCalls: 4 },
    );
    expect([names(), names(), names(), names(), names()]).toEqual([
      ['a1'],
      ['b1'],
      ['a2'],
      ['a3'],
      undefined,
    ]);
  });
});

describe('turns are taken', () => {
  test('by topics, however much one of them has', () => {
    const { names } = queueOf(
      ['a1', 'a2', 'a3', 'a4', 'b1', 'c1'].map((name) => request(name)),
      { maxRecords: 1 },
    );
    expect([names(), names(), names(), names()]).toEqual([['a1'], ['b1'], ['c1'], ['a2']]);
  });

  test('by merged and lone calls of one topic', () => {
    const { names } = queueOf(
      [
        ...['a1', 'a2'].map((name) => request(name, { mergeable: false })),
        ...['a3', 'a4'].map((name) => request(name)),
      ],
      { maxRecords: 1 },
    );
    expect([names(), names(), names(), names()]).toEqual([['a3'], ['a1'], ['a4'], ['a2']]);
  });
});

test('whatever comes and ends: nothing is lost, doubled, reordered or over a limit', () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('add' as const),
      topic: fc.constantFrom('a', 'b', 'c'),
      recordCount: fc.integer({ min: 1, max: 4 }),
      bytes: fc.integer({ min: 1, max: 120 }),
      mergeable: fc.boolean(),
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
  const alike = waiting.filter(
    ({ topic, mergeable }) => topic === first.topic && mergeable === first.mergeable,
  );
  expect(call).toEqual(alike.slice(0, call.length));
  if (call.length > 1) {
    expect(first.mergeable).toBe(true);
    expect(call.reduce((sum, { recordCount }) => sum + recordCount, 0)).toBeLessThanOrEqual(
      limits.maxRecords,
    );
    expect(call.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(limits.maxBytes);
  }
  const ofTopic = calls.filter(([one]) => one?.topic === first.topic);
  expect(calls.length).toBeLessThan(limits.maxCalls);
  expect(ofTopic.length).toBeLessThan(limits.maxCalls * 0.75);
  if (first.mergeable) expect(ofTopic.filter(([one]) => one?.mergeable).length).toBeLessThan(limits.inFlight);
}
