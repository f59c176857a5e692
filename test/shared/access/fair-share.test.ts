import { describe, expect, test } from '@jest/globals';
import { createFairShares } from '../../../shared/access/fair-share.ts';
import { fc } from '../../support/properties.ts';

const shares = () => createFairShares({ maxRequests: 2, maxBytes: 10 });

describe('The share of a caller', () => {
  test('is so many requests, and a place is free again when one has left, however often it says so', () => {
    const { enter } = shares();
    const [one] = [enter('a'), enter('a')];
    const third = () => enter('a');
    expect(third).toThrow('You have 2 requests under way here: send more records in each, or wait.');
    one.leave();
    one.leave();
    third();
    expect(third).toThrow();
  });

  test('takes nothing from another caller', () => {
    const { enter } = shares();
    enter('a').takeBytes(10);
    enter('a');
    const other = enter('b');
    other.takeBytes(10);
    enter('b').leave();
  });

  test('is so many bytes, but for a request that is alone', () => {
    const { enter } = shares();
    const [one, two] = [enter('a'), enter('a')];
    one.takeBytes(6);
    expect(() => {
      two.takeBytes(5);
    }).toThrow('You have 10 bytes under way here: wait for their answers.');
    two.takeBytes(4);
    two.leave();
    one.takeBytes(100);
    one.leave();
    enter('a').takeBytes(10);
  });

  test('is given back once, before its request leaves or with it', () => {
    const { enter } = shares();
    const [one, two] = [enter('a'), enter('a')];
    const letGo = one.takeBytes(10);
    letGo();
    letGo();
    const last = two.takeBytes(10);
    two.leave();
    last();
    one.takeBytes(10);
    expect(() => {
      enter('a').takeBytes(1);
    }).toThrow('10 bytes');
  });

  test('comes to nothing when all have left, whatever happened before', () => {
    const steps = fc.array(
      fc.record({ caller: fc.constantFrom('a', 'b'), bytes: fc.nat(12), leaves: fc.boolean() }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(steps, (all) => {
        const { enter } = shares();
        const under: { readonly caller: string; readonly leave: () => void }[] = [];
        for (const { caller, bytes, leaves } of all) {
          if (leaves) under.shift()?.leave();
          const own = under.filter((one) => one.caller === caller).length;
          try {
            const share = enter(caller);
            under.push({ caller, leave: share.leave });
            expect(own).toBeLessThan(2);
            share.takeBytes(bytes);
          } catch (error) {
            expect(error).toMatchObject({ code: 'too-many-requests' });
          }
        }
        for (const { leave } of under) leave();
        for (const caller of ['a', 'b']) {
          const [one, two] = [enter(caller), enter(caller)];
          one.takeBytes(5);
          two.takeBytes(5);
        }
      }),
    );
  });
});
