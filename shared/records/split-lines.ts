import type { Piece } from './split-array.ts';

/**
 * The lines of a text while it comes, without their ends, none longer than `maxLength` characters. What follows the
 * last line end is a line too, unless it is empty.
 */
export async function* splitLines(
  chunks: AsyncIterable<string>,
  maxLength: number,
): AsyncGenerator<Piece, void, undefined> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield { text: withoutReturn(line), isTooLong: false };
    if (rest.length > maxLength) {
      yield { text: '', isTooLong: true };
      return;
    }
  }
  if (rest !== '') yield { text: withoutReturn(rest), isTooLong: false };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
