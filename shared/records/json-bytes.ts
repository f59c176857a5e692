/**
 * Walks over JSON in bytes, so that parts of it can be passed on as they came. What parts are cut by is checked: marks,
 * scalars, and where strings end; what a string holds is not looked into. Throws a SyntaxError, which may quote them,
 * where the bytes are no JSON or end too early.
 */

const QUOTE = 0x22;
const COMMA = 0x2c;
const ZERO = 0x30;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Where the object at `at` ends; `visit` is told where each name and its value start, and gives where the value ends. */
export function eachMember(
  bytes: Buffer,
  at: number,
  visit: (nameStart: number, start: number) => number,
): number {
  let next = skipSpace(bytes, after(bytes, at, OPEN_OBJECT));
  if (bytes[next] === CLOSE_OBJECT) return next + 1;
  for (;;) {
    const colon = skipSpace(bytes, endOfString(bytes, next));
    const end = skipSpace(bytes, visit(next, skipSpace(bytes, after(bytes, colon, COLON))));
    if (bytes[end] === CLOSE_OBJECT) return end + 1;
    next = skipSpace(bytes, after(bytes, end, COMMA));
  }
}

/** Where the array at `at` ends; `visit` is told where each element starts, and gives where it ends. */
export function eachElement(bytes: Buffer, at: number, visit: (start: number) => number): number {
  let next = skipSpace(bytes, after(bytes, at, OPEN_ARRAY));
  if (bytes[next] === CLOSE_ARRAY) return next + 1;
  for (;;) {
    const end = skipSpace(bytes, visit(next));
    if (bytes[end] === CLOSE_ARRAY) return end + 1;
    next = skipSpace(bytes, after(bytes, end, COMMA));
  }
}

/** Where the value at `start` ends. */
export function endOfValue(bytes: Buffer, start: number): number {
  switch (bytes[start]) {
    case QUOTE:
      return endOfString(bytes, start);
    case OPEN_OBJECT:
    case OPEN_ARRAY:
      return endOfNested(bytes, start);
    default:
      return endOfScalar(bytes, start);
  }
}

// Goes down by no recursion: a record may be nested as deep as it is long.
function endOfNested(bytes: Buffer, start: number): number {
  const closes: number[] = [];
  let at = start;
  do {
    const isNested = bytes[at] === OPEN_OBJECT || bytes[at] === OPEN_ARRAY;
    if (isNested) {
      const close = bytes[at] === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY;
      closes.push(close);
      at = skipSpace(bytes, at + 1);
      if (bytes[at] !== close) {
        at = valueFrom(bytes, at, close);
        continue;
      }
    } else at = skipSpace(bytes, endOfValue(bytes, at));
    while (closes.length > 0 && bytes[at] === closes.at(-1)) {
      closes.pop();
      at = closes.length > 0 ? skipSpace(bytes, at + 1) : at + 1;
    }
    if (closes.length > 0) at = valueFrom(bytes, skipSpace(bytes, after(bytes, at, COMMA)), closes.at(-1));
  } while (closes.length > 0);
  return at;
}

/** The value of the member at `at`; in an array, what is there. */
function valueFrom(bytes: Buffer, at: number, close?: number): number {
  if (close === CLOSE_ARRAY) return at;
  return skipSpace(bytes, after(bytes, skipSpace(bytes, endOfString(bytes, at)), COLON));
}

/** Whether the name at `start` is this one, of ASCII letters, however it is written. */
export function isNamed(bytes: Buffer, start: number, name: string): boolean {
  for (let index = 0; index < name.length; index += 1) {
    const byte = bytes[start + 1 + index];
    if (byte === BACKSLASH) return valueAt(bytes, start, endOfString(bytes, start)) === name;
    if (byte !== name.charCodeAt(index)) return false;
  }
  return bytes[start + 1 + name.length] === QUOTE;
}

/** The value that goes from `start` to `end`, as JSON.parse gives it. */
export function valueAt(bytes: Buffer, start: number, end: number): unknown {
  return wholeNumber(bytes, start, end) ?? parse(bytes.toString('utf8', start, end));
}

function parse(text: string): unknown {
  const isPlain = text.startsWith('"') && !text.includes('\\');
  return isPlain ? text.slice(1, -1) : JSON.parse(text);
}

/** The first place from `at` on that is no white space. */
export function skipSpace(bytes: Buffer, at: number): number {
  let next = at;
  for (; ; next += 1) {
    const byte = bytes[next];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return next;
  }
}

/** A search finds the end of a string sooner than a loop does where there was no escape in so many bytes. */
const NEAR_BYTES = 64;

function endOfString(bytes: Buffer, start: number): number {
  let at = after(bytes, start, QUOTE);
  while (at < bytes.length) {
    for (let far = at + NEAR_BYTES; at < far; at += 1) {
      const byte = bytes[at];
      if (byte === QUOTE) return at + 1;
      if (byte === BACKSLASH) {
        at += 1;
        far = at + NEAR_BYTES;
      }
    }
    at = nextQuote(bytes, at);
  }
  throw broken();
}

/** The next quote, or the first of the backslashes before it. */
function nextQuote(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(QUOTE, from);
  if (at < 0) throw broken();
  while (at > from && bytes[at - 1] === BACKSLASH) at -= 1;
  return at;
}

const SCALAR = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/;

function endOfScalar(bytes: Buffer, start: number): number {
  let end = start;
  while (isDigit(bytes[end])) end += 1;
  // Nearly all are whole numbers; what is not clearly one is looked at as text.
  const isWhole = end === start + 1 || (end > start && bytes[start] !== ZERO);
  if (isWhole && !isOfScalar(bytes[end])) return end;
  while (isOfScalar(bytes[end])) end += 1;
  if (SCALAR.test(bytes.toString('latin1', start, end))) return end;
  throw broken();
}

/** So many digits make a number without a loss. */
const EXACT_DIGITS = 15;

function wholeNumber(bytes: Buffer, start: number, end: number): number | undefined {
  if (end - start > EXACT_DIGITS) return undefined;
  let number = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (!isDigit(byte)) return undefined;
    number = number * 10 + byte - ZERO;
  }
  return number;
}

function after(bytes: Buffer, at: number, mark: number): number {
  if (bytes[at] === mark) return at + 1;
  throw broken();
}

function isDigit(byte = 0): boolean {
  return byte >= ZERO && byte <= 0x39;
}

/** Digits and letters, and `+`, `-` and the dot. */
function isOfScalar(byte = 0): boolean {
  return (
    isDigit(byte) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x2b ||
    byte === 0x2d ||
    byte === 0x2e
  );
}

function broken(): SyntaxError {
  return new SyntaxError('This is no JSON, or not all of it.');
}
