import { describe, expect, test } from '@jest/globals';
import { fc } from '../../support/properties.ts';
import { splitLines } from '../../../shared/produce-stream/split-lines.ts';

type Found = (readonly [number, string])[];

async function* inChunks(chunks: readonly Uint8Array[]) {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

async function linesOf(chunks: readonly (string | Uint8Array)[], maxLineBytes = 100): Promise<Found> {
  const found: Found = [];
  const body = inChunks(chunks.map((chunk) => Buffer.from(chunk)));
  for await (const lines of splitLines(body, maxLineBytes)) {
    found.push(...lines.map(({ number, bytes }) => [number, bytes.toString()] as const));
  }
  return found;
}

describe('splitLines', () => {
  test('numbers lines as an editor does, and passes over blank ones', async () => {
    expect(await linesOf(['a\n\n  \t\r\nb\r\nc'])).toEqual([
      [1, 'a'],
      [4, 'b\r'],
      [5, 'c'],
    ]);
  });

  test.each([[[]], [['']], [['\n']], [['\r\n', '\n']], [['', ' ']]])('finds none in %j', async (chunks) => {
    expect(await linesOf(chunks)).toEqual([]);
  });

  test('finds the same lines however the bytes are cut', async () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.replaceAll('\n', ''));
    const cuts = fc.array(fc.nat(60), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 6 }), cuts, fc.boolean(), async (lines, at, ends) => {
        const bytes = Buffer.from(lines.join('\n') + (ends ? '\n' : ''));
        const places = [0, ...at.filter((place) => place < bytes.length).sort((a, b) => a - b), bytes.length];
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        const wanted = lines.map((text, index) => [index + 1, text] as const);
        expect(await linesOf(chunks)).toEqual(wanted.filter(([, text]) => !/^[ \t\r]*$/.test(text)));
      }),
    );
  });

  test('stops at a line that is too long when it has given those before it', async () => {
    const found: number[] = [];
    async function* endless() {
      yield Buffer.from('a\nb\n');
      for (;;) yield await Promise.resolve(Buffer.alloc(40, 'x'));
    }
    const reading = (async () => {
      for await (const lines of splitLines(endless(), 100)) found.push(...lines.map(({ number }) => number));
    })();
    await expect(reading).rejects.toMatchObject({
      code: 'record-too-large',
      message: 'Line 3 has more than 100 bytes.',
      options: { faults: [{ line: 3, pointer: '#' }] },
    });
    expect(found).toEqual([1, 2]);
  });

  test('counts a line of just the most bytes as fitting, and one more as too long, cut or whole', async () => {
    expect(await linesOf(['x'.repeat(100), '\ny'])).toHaveLength(2);
    await expect(linesOf(['x'.repeat(101)])).rejects.toMatchObject({ code: 'record-too-large' });
    await expect(linesOf([`${'x'.repeat(101)}\n`])).rejects.toMatchObject({ code: 'record-too-large' });
  });
});
