import type { TypedData } from '../function.ts';

/**
 * The messages that one value of a queue output stands for: one per element of a JSON array (given as JSON or as text),
 * else one; none for null. Text goes as it is, all other JSON in its shortest form.
 */
export function queueMessages(data: TypedData): Buffer[] {
  if (data.bytes !== undefined) return [data.bytes];
  if (data.json !== undefined) return elementsOf(data.json).map((text) => Buffer.from(text));
  if (data.string !== undefined) return elementsOfText(data.string).map((text) => Buffer.from(text));
  const number = data.int ?? data.double;
  return number === undefined ? [] : [Buffer.from(String(number))];
}

function elementsOfText(text: string): string[] {
  if (!text.trimStart().startsWith('[')) return [text];
  try {
    return elementsOf(text);
  } catch {
    return [text];
  }
}

// The text itself for anything but an array: parsing and writing it again could change digits.
function elementsOf(json: string): string[] {
  const value = JSON.parse(json) as unknown;
  if (!Array.isArray(value)) return value === null ? [] : [json];
  const elements: unknown[] = value.filter((element) => element !== null);
  return elements.map((element) => (typeof element === 'string' ? element : JSON.stringify(element)));
}
