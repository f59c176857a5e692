import { readFileSync } from 'node:fs';
import { StartError } from './start-error.ts';

const commentOrString = /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/** A JSON object from a file, comments and a byte order mark allowed as in Core Tools; undefined: no such file. */
export function readJson(path: string): Record<string, unknown> | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new StartError(`Cannot read ${path}: ${(error as Error).message}`);
  }
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, '').replace(commentOrString, '$1'));
    if (isObject(value)) return value;
  } catch (error) {
    // JSON.parse quotes what surrounds the mistake, which may be a connection string.
    const where = / at position \d+(?: \(line \d+ column \d+\))?/.exec((error as Error).message)?.[0] ?? '';
    throw new StartError(`${path} is not valid JSON${where}.`);
  }
  throw new StartError(`${path} must hold a JSON object.`);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
