import type { HttpRequest } from '@azure/functions';
import { AppError } from '../errors.ts';

/**
 * Which of the media types that a function can answer with the caller likes most (RFC 9110, 12.5.1): by weight, then
 * what is named before what a wildcard covers, then the order of the function. Throws `not-acceptable` naming them all.
 */
export function chooseType<const T extends string>(request: HttpRequest, types: readonly [T, ...T[]]): T {
  const header = request.headers.get('accept')?.trim() ?? '';
  if (header === '') return types[0];
  const ranges = header.toLowerCase().split(',').map(readRange);
  const liked = types
    .map((type) => ({ type, ...likingOf(type, ranges) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || b.precision - a.precision);
  if (liked[0] !== undefined) return liked[0].type;
  throw new AppError('not-acceptable', `Accept one of ${types.join(', ')}.`);
}

interface Range {
  readonly range: string;
  readonly weight: number;
}

function readRange(text: string): Range {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim());
  const weight = parameters.find((part) => part.startsWith('q='))?.slice('q='.length) ?? '1';
  return { range, weight: /^(0(\.\d*)?|1(\.0*)?)$/.test(weight) ? Number(weight) : 0 };
}

// The range that says most of a type decides, whatever the others weigh.
function likingOf(type: string, ranges: readonly Range[]): { weight: number; precision: number } {
  const group = `${type.slice(0, type.indexOf('/'))}/*`;
  for (const [index, wanted] of [type, group, '*/*'].entries()) {
    const found = ranges.find(({ range }) => range === wanted);
    if (found !== undefined) return { weight: found.weight, precision: -index };
  }
  return { weight: 0, precision: 0 };
}
