import { describe, expect, test } from '@jest/globals';
import { asObject, withMembers } from '../../../shared/consuming/members.ts';
import { fc } from '../../support/properties.ts';

async function* inPieces(text: string, cuts: readonly number[] = []): AsyncGenerator<Uint8Array> {
  const bytes = await Promise.resolve(Buffer.from(text));
  const at = [0, ...cuts.map((cut) => cut % bytes.length), bytes.length].sort((a, b) => a - b);
  for (const [index, start] of at.entries()) {
    if (start < (at[index + 1] ?? 0)) yield bytes.subarray(start, at[index + 1]);
  }
}

async function read(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString();
}

describe('an object that comes in pieces', () => {
  const object = fc.constantFrom('{"records":[{"a":"}"}]}', '{"records":[]} ', '{"records":["é"]\n}\n\n');
  const cuts = fc.array(fc.nat(), { maxLength: 30 });

  test('gets further members, wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(object, cuts, async (text, at) => {
        const more = await read(withMembers(inPieces(text, at), () => Promise.resolve('"lag":1')));
        expect(JSON.parse(more)).toEqual({ ...(JSON.parse(text) as object), lag: 1 });
        const none = await read(withMembers(inPieces(text, at), () => Promise.resolve('')));
        expect(JSON.parse(none)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('asks for them when all else has gone', async () => {
    const pieces = withMembers(inPieces('{"records":[1,2]}', [12]), () => Promise.reject(new Error('late')));
    expect(String((await pieces.next()).value)).toBe('{"records":[');
    await expect(pieces.next()).rejects.toThrow('late');
  });

  test.each(['', '  ', '{"records":[]', '{"records":[]}]'])('that is none, %j, is cut', async (text) => {
    const pieces = withMembers(inPieces(text), () => Promise.resolve('"lag":1'));
    await expect(read(pieces)).rejects.toMatchObject({ code: 'proxy-answer-invalid' });
  });
});

test('an array comes as the records of an object', async () => {
  expect(await read(asObject(inPieces('[1,2]', [1])))).toBe('{"records":[1,2]}');
  const more = withMembers(asObject(inPieces('[1,2]')), () => Promise.resolve('"lag":1'));
  expect(await read(more)).toBe('{"records":[1,2],"lag":1}');
});
