import { describe, expect, test } from '@jest/globals';
import { type Grant, may, maySomewhere, type Verb } from '../../../shared/access/caller.ts';
import { refusal } from '../../../shared/access/decide.ts';
import { isInternalTopic } from '../../../shared/topics/name.ts';
import { fitsSlowly } from '../../support/fits-slowly.ts';
import { fc } from '../../support/properties.ts';

const verbs: readonly Verb[] = ['produce', 'read', 'group', 'describe'];
// Few letters, so that names often fit.
const names = fc.string({ unit: fc.constantFrom('a', 'b', '.', '_'), minLength: 1, maxLength: 6 });
const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '_', '*'), minLength: 1, maxLength: 6 });
const grants: fc.Arbitrary<Grant> = fc.record({
  topics: fc.array(patterns, { maxLength: 3 }),
  may: fc.subarray([...verbs]),
});
const callers = fc.record({ id: fc.constant('somebody'), rights: fc.array(grants, { maxLength: 4 }) });

describe('A caller', () => {
  test('may do with a topic what some grant says of it, and nothing else', () => {
    fc.assert(
      fc.property(callers, fc.constantFrom(...verbs), names, (caller, verb, topic) => {
        const allowed = caller.rights.some(({ topics, may: some }) =>
          topics.some(
            (pattern) =>
              some.includes(verb) &&
              fitsSlowly(pattern, topic) &&
              !(isInternalTopic(topic) && !pattern.startsWith('_')),
          ),
        );
        expect(may(caller, verb, topic)).toBe(allowed);
        expect(refusal(caller, { access: 'data', verb }, topic) === undefined).toBe(allowed);
      }),
      { numRuns: 2000 },
    );
  });

  test('loses nothing by a further grant, and gains nothing by the order of grants', () => {
    fc.assert(
      fc.property(callers, grants, fc.constantFrom(...verbs), names, (caller, more, verb, topic) => {
        const now = may(caller, verb, topic);
        const then = may({ ...caller, rights: [more, ...caller.rights] }, verb, topic);
        expect(then || !now).toBe(true);
        expect(may({ ...caller, rights: [...caller.rights, more] }, verb, topic)).toBe(then);
      }),
    );
  });

  test('without grants may do nothing, with all rights everything', () => {
    fc.assert(
      fc.property(fc.constantFrom(...verbs, 'any' as const), names, (verb, topic) => {
        expect(maySomewhere({ id: 'x', rights: [] }, verb)).toBe(false);
        expect(maySomewhere({ id: 'x', rights: 'all' }, verb)).toBe(true);
        const [none, all] = [[], 'all' as const].map((rights) =>
          refusal({ id: 'x', rights }, { access: 'data', verb }, topic),
        );
        expect([none?.code, all]).toEqual(['forbidden', undefined]);
      }),
    );
  });

  test('reaches no topic of Kafka itself by a pattern that begins otherwise', () => {
    const having = (pattern: string) => ({
      id: 'x',
      rights: [{ topics: [pattern], may: ['read'] as const }],
    });
    expect(may(having('*'), 'read', '__consumer_offsets')).toBe(false);
    expect(may(having('*'), 'read', '_schemas')).toBe(false);
    expect(may(having('*'), 'read', '_own')).toBe(true);
    expect(may(having('__*'), 'read', '__consumer_offsets')).toBe(true);
  });
});

describe('A refusal', () => {
  const writer = { id: 'x', rights: [{ topics: ['orders.*'], may: ['produce' as const] }] };

  test('names the verb and the topic, of which it shows 64 characters', () => {
    const { code, message } = refusal(writer, { access: 'data', verb: 'read' }, 'orders.v1') ?? {};
    expect([code, message]).toEqual([
      'forbidden',
      'No rule allows you to read the topic "orders.v1": an operator can add one to the access file.',
    ]);
    expect(refusal(writer, { access: 'data', verb: 'read' }, 'x'.repeat(900))?.message.length).toBeLessThan(
      160,
    );
  });

  test('of a route without topic is for those who may do its verb nowhere', () => {
    expect(refusal(writer, { access: 'data', verb: 'produce' })).toBeUndefined();
    expect(refusal(writer, { access: 'data', verb: 'any' })).toBeUndefined();
    expect(refusal(writer, { access: 'data', verb: 'describe' })?.message).toMatch(
      /^No rule allows you to describe any topic/,
    );
  });

  test('of an operator route names the role, whatever else a caller may do', () => {
    const everything = { id: 'x', rights: [{ topics: ['*'], may: verbs }] };
    expect(refusal(everything, { access: 'operator' })?.message).toBe(
      'This takes the app role Kafka.Operator.',
    );
    expect(refusal({ id: 'x', rights: [] }, { access: 'open' })).toBeUndefined();
  });
});
