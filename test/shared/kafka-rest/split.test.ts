import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../../shared/errors.ts';
import { outcomeUnknown } from '../../../shared/kafka-rest/outcome.ts';
import type { Accepted, Produce } from '../../../shared/kafka-rest/produce.ts';
import { partsOf, withSplitting } from '../../../shared/kafka-rest/split.ts';
import { fc } from '../../support/properties.ts';
import { record } from './produced.ts';

const signal = new AbortController().signal;
const plain: Accepted = { duplicatesPossible: false };
const refused = new AppError('records-refused', 'x', {
  outcome: 'not-written',
  cause: 'produce answered 400',
});
const five = ['a', 'b', 'c', 'd', 'e'].map((text) => record(text));

/** Splitting after two records over a port that answers in turn. */
function createSplitting(...answers: (Accepted | Error)[]) {
  const parts: string[] = [];
  const produce: Produce = (_topic, records) => {
    parts.push(records.map(({ json }) => json).join(''));
    const answer = answers.shift() ?? plain;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const split = withSplitting(produce, { maxRecords: 2, maxBytes: 1000 });
  return { parts, send: (records = five) => split('orders', records, signal) };
}

describe('a request', () => {
  test('within the limits is one call', async () => {
    const { parts, send } = createSplitting();
    expect(await send(five.slice(0, 2))).toEqual(plain);
    expect(parts).toEqual(['ab']);
  });

  test('over the limits goes in parts, in order', async () => {
    const { parts, send } = createSplitting();
    expect(await send()).toEqual(plain);
    expect(parts).toEqual(['ab', 'cd', 'e']);
  });

  test('tells of duplicates that one part may have made', async () => {
    const { send } = createSplitting(plain, { duplicatesPossible: true });
    expect(await send()).toEqual({ duplicatesPossible: true });
  });
});

describe('the first part that is not accepted', () => {
  test('is the last one sent, and all three are told apart', async () => {
    const { parts, send } = createSplitting(plain, refused);
    await expect(send()).rejects.toMatchObject({
      code: 'produce-partial',
      options: {
        outcome: 'partial',
        cause: 'produce answered 400',
        members: {
          outcomes: [
            { from: 0, to: 1, outcome: 'accepted' },
            { from: 2, to: 3, outcome: 'not-written', code: 'records-refused' },
            { from: 4, to: 4, outcome: 'not-written' },
          ],
        },
      },
    });
    expect(parts).toEqual(['ab', 'cd']);
  });

  test('may be the last part, with all before it accepted', async () => {
    const { send } = createSplitting(plain, { duplicatesPossible: true }, outcomeUnknown('cut', 'x'));
    await expect(send()).rejects.toMatchObject({
      options: {
        members: {
          duplicatesPossible: true,
          outcomes: [
            { from: 0, to: 3, outcome: 'accepted' },
            { from: 4, to: 4, outcome: 'unknown', code: 'produce-outcome-unknown' },
          ],
        },
      },
    });
  });

  test('may be the first: unknown is a part, for the others are certainly not written', async () => {
    const { send } = createSplitting(outcomeUnknown('cut', 'x'));
    await expect(send()).rejects.toMatchObject({
      code: 'produce-partial',
      options: {
        members: {
          outcomes: [
            { from: 0, to: 1, outcome: 'unknown' },
            { from: 2, to: 4, outcome: 'not-written' },
          ],
        },
      },
    });
  });

  test('may be the first: not written is told as it is', async () => {
    const { send } = createSplitting(refused);
    await expect(send()).rejects.toBe(refused);
  });
});

test('parts keep every record in order and the limits, and could not be fewer', () => {
  const limits = fc.record({
    maxRecords: fc.integer({ min: 1, max: 5 }),
    maxBytes: fc.integer({ min: 1, max: 40 }),
  });
  const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 30 });
  const bytesOf = (part: readonly { json: string }[]) =>
    part.reduce((sum, { json }) => sum + Buffer.byteLength(json) + 1, 0);
  fc.assert(
    fc.property(texts, limits, (all, { maxRecords, maxBytes }) => {
      const parts = partsOf(
        all.map((text) => record(text)),
        { maxRecords, maxBytes },
      );
      expect(parts.flat().map(({ json }) => json)).toEqual(all);
      for (const [index, part] of parts.entries()) {
        expect(part.length).toBeGreaterThan(0);
        expect(part.length).toBeLessThanOrEqual(maxRecords);
        if (part.length > 1) expect(bytesOf(part)).toBeLessThanOrEqual(maxBytes);
        const more = [...part, ...(parts[index + 1] ?? []).slice(0, 1)];
        if (more.length > part.length) {
          expect(more.length > maxRecords || bytesOf(more) > maxBytes).toBe(true);
        }
      }
    }),
  );
});
