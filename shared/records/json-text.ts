/**
 * Finds the parts of a JSON text without making values of them, so that every character a caller sent can be sent
 * on. The text must have passed JSON.parse: nothing here checks it again.
 */

/** A piece of a text: from `start` up to, not including, `end`. */
export interface Slice {
  readonly start: number;
  readonly end: number;
}

export interface Member extends Slice {
  /** The name with its escapes resolved. */
  readonly name: string;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/** The members of the object that starts at or after `at`; a name given twice comes twice. */
export function membersOf(text: string, at: number): Member[] {
  const found: Member[] = [];
  let next = skipSpace(text, skipSpace(text, at) + 1);
  while (text[next] !== '}') {
    const nameEnd = endOfString(text, next);
    const name = JSON.parse(text.slice(next, nameEnd)) as string;
    const start = skipSpace(text, skipSpace(text, nameEnd) + 1);
    const end = endOfValue(text, start);
    found.push({ name, start, end });
    next = afterComma(text, end);
  }
  return found;
}

/** The names that the object in a text gives more than once. */
export function repeatedNames(text: string): Set<string> {
  const names = membersOf(text, 0).map(({ name }) => name);
  return new Set(names.filter((one, index) => names.indexOf(one) !== index));
}

/** The elements of the array that starts at or after `at`. */
export function elementsOf(text: string, at: number): Slice[] {
  const found: Slice[] = [];
  let next = skipSpace(text, skipSpace(text, at) + 1);
  while (text[next] !== ']') {
    const end = endOfValue(text, next);
    found.push({ start: next, end });
    next = afterComma(text, end);
  }
  return found;
}

/** How many arrays and objects are open at the deepest place of a text; strings are passed over. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at) - 1;
    else if (opens(code)) deepest = Math.max(deepest, ++depth);
    else if (closes(code)) depth -= 1;
  }
  return deepest;
}

function endOfValue(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return endOfString(text, start);
  if (!opens(first)) return endOfScalar(text, start);
  let depth = 0;
  for (let at = start; ; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at) - 1;
    else if (opens(code)) depth += 1;
    else if (closes(code) && --depth === 0) return at + 1;
  }
}

function endOfScalar(text: string, start: number): number {
  let at = start;
  while (
    at < text.length &&
    !closes(text.charCodeAt(at)) &&
    text.charCodeAt(at) !== COMMA &&
    !isSpace(text, at)
  ) {
    at += 1;
  }
  return at;
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end + 1;
  }
}

function afterComma(text: string, end: number): number {
  const at = skipSpace(text, end);
  return text.charCodeAt(at) === COMMA ? skipSpace(text, at + 1) : at;
}

function skipSpace(text: string, at: number): number {
  let next = at;
  while (isSpace(text, next)) next += 1;
  return next;
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function opens(code: number): boolean {
  return code === 0x7b || code === 0x5b;
}

function closes(code: number): boolean {
  return code === 0x7d || code === 0x5d;
}
