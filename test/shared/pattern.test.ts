import { describe, expect, test } from '@jest/globals';
import { fits } from '../../shared/pattern.ts';
import { fitsSlowly } from '../support/fits-slowly.ts';
import { fc } from '../support/properties.ts';

// Few letters, so that texts often fit.
const texts = fc.string({ unit: fc.constantFrom('a', 'b', '.', '_'), minLength: 1, maxLength: 6 });
const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '_', '*'), minLength: 1, maxLength: 6 });

describe('A pattern', () => {
  test('fits as it does letter by letter', () => {
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        expect(fits(pattern, text)).toBe(fitsSlowly(pattern, text));
      }),
      { numRuns: 2000 },
    );
  });

  test('of many stars is held against a long name at once', () => {
    const startMs = performance.now();
    expect(fits(`${'*a'.repeat(100)}b`, 'a'.repeat(249))).toBe(false);
    expect(performance.now() - startMs).toBeLessThan(1000);
  });
});
