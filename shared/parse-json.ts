import { isUtf8 } from 'node:buffer';
import { AppError } from './errors.ts';
import { unfitCharacter } from './json-fault.ts';

const BYTE_ORDER_MARK = '\ufeff';

export interface ParsedJson {
  readonly text: string;
  readonly value: unknown;
}

/** The JSON of a body, and its text; throws `invalid-json`, which tells the place and never repeats the text. */
export function parseJson(body: Uint8Array): ParsedJson {
  const text = decode(body);
  try {
    return { text, value: JSON.parse(text) };
  } catch (error) {
    throw new AppError('invalid-json', faultOf(text, error));
  }
}

// The engine's message quotes the text, which may hold a value: the position alone is safe, and it is not always there.
function faultOf(text: string, error: unknown): string {
  if (text.trim() === '') return 'The body is empty: it must be JSON.';
  const told = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  const at = told === undefined ? unfitCharacter(text) : Number(told);
  return at === undefined || at === text.length
    ? 'The body is not valid JSON: it ends too soon.'
    : `The body is not valid JSON at character ${at}.`;
}

/** True for what JSON calls an object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function decode(body: Uint8Array): string {
  // Faster than a TextDecoder, which is made anew for each line of a stream.
  if (!isUtf8(body)) throw new AppError('invalid-json', 'The body is not UTF-8.');
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}
