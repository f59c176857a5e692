import { describe, expect, test } from '@jest/globals';
import { createTurnQueue, type WaitingCall } from '../../../shared/kafka-rest/turn-queue.ts';
import { fc } from '../../support/properties.ts';

const PLACES = 8;
const REMEMBER_MS = 1000;

function createQueue() {
  const clock = { ms: 0 };
  const options = { places: PLACES, nowMs: () => clock.ms, rememberMs: REMEMBER_MS };
  const queue = createTurnQueue<WaitingCall>(options);
  let paths = 0;
  const add = (caller: string, count: number, path?: string) => {
    for (let left = count; left > 0; left -= 1) queue.add({ caller, path: path ?? `/${(paths += 1)}` });
  };
  /** Begins what may begin, and gives whose it was. */
  const begin = () => {
    const begun: WaitingCall[] = [];
    for (let call = queue.next(); call !== undefined; call = queue.next()) begun.push(call);
    return begun;
  };
  const callers = () =>
    begin()
      .map(({ caller }) => caller)
      .join('');
  return { ...queue, put: queue.add, add, begin, callers, clock };
}

describe('A caller that calls the proxy', () => {
  test('alone takes all places', () => {
    const { add, callers } = createQueue();
    add('a', 20);
    expect(callers()).toBe('aaaaaaaa');
  });

  test('beside another leaves a quarter free once it has its half, and the other finds places at once', () => {
    const { add, callers } = createQueue();
    add('b', 1);
    add('a', 20);
    expect(callers()).toBe('baaaaa');
    add('b', 2);
    expect(callers()).toBe('bb');
  });

  test('beside another that has more than its half as well gives it as much as it takes', () => {
    const { add, callers } = createQueue();
    add('a', 20);
    add('b', 20);
    expect(callers()).toBe('abababab');
  });

  test('takes them all again when the other was not seen for a while', () => {
    const { add, begin, callers, clock, ended } = createQueue();
    add('b', 1);
    for (const call of begin()) ended(call);
    add('a', 20);
    expect(callers()).toBe('aaaaaa');
    clock.ms = REMEMBER_MS;
    add('a', 1);
    expect(callers()).toBe('');
    clock.ms += 1;
    add('a', 1);
    expect(callers()).toBe('aa');
  });

  test('for long is not forgotten while its call takes', () => {
    const { add, callers, clock } = createQueue();
    add('b', 1);
    add('a', 20);
    expect(callers()).toBe('baaaaa');
    clock.ms = 10 * REMEMBER_MS;
    add('a', 1);
    expect(callers()).toBe('');
  });

  test('of whom all places are taken is not the one whom the next free one goes to', () => {
    const { add, begin, callers, ended } = createQueue();
    add('a', 20);
    const [first] = begin();
    add('b', 1);
    expect(callers()).toBe('');
    if (first !== undefined) ended(first);
    expect(callers()).toBe('b');
  });

  test('with one path that hangs takes three quarters of the places for it, and has the others for the rest', () => {
    const { add, begin } = createQueue();
    add('a', 20, '/hangs');
    add('a', 5, '/works');
    expect(begin().map(({ path }) => path)).toEqual([
      ...['/hangs', '/works', '/hangs', '/works', '/hangs', '/works', '/hangs', '/works'],
    ]);
    const other = createQueue();
    other.add('a', 20, '/hangs');
    expect(other.begin()).toHaveLength(6);
    other.add('a', 1, '/works');
    expect(other.begin()).toHaveLength(1);
  });
});

test('whatever comes, goes and ends: no place is lost, none is given twice, all get their turn', () => {
  const step = fc.record({
    kind: fc.constantFrom('add', 'add', 'end', 'remove', 'wait'),
    caller: fc.constantFrom('a', 'b', 'c'),
    path: fc.constantFrom('/x', '/y'),
    which: fc.nat(9),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const { clock, ...queue } = createQueue();
      let waiting: WaitingCall[] = [];
      let underWay: WaitingCall[] = [];
      const settle = () => {
        const begun = queue.begin();
        expect(begun.every((call) => waiting.includes(call))).toBe(true);
        waiting = waiting.filter((call) => !begun.includes(call));
        underWay.push(...begun);
        expect(underWay.length).toBeLessThanOrEqual(PLACES);
      };
      const end = (which: number) => {
        for (const call of underWay.splice(which, 1)) queue.ended(call);
      };
      for (const { kind, caller, path, which } of steps) {
        if (kind === 'add') {
          const call = { caller, path };
          waiting.push(call);
          queue.put(call);
        } else if (kind === 'end') end(which);
        else if (kind === 'wait') clock.ms += 300 * which;
        else {
          for (const call of waiting.splice(which, 1)) queue.remove(call);
        }
        settle();
      }
      while (underWay.length > 0) {
        end(0);
        settle();
      }
      expect(waiting).toEqual([]);
      underWay = [];
      clock.ms += 2 * REMEMBER_MS;
      queue.add('a', PLACES);
      expect(queue.begin()).toHaveLength(PLACES);
    }),
  );
});
