/**
 * Slices of JSON text. The app's promise is that a record's JSON keeps every character, and parsing cannot keep them
 * (`1.10`, `-0`, `1e400`, integers over 2^53), so what JSON.parse has found valid is cut up as text here.
 */

const quote = 0x22;
const backslash = 0x5c;

/** Members of a valid JSON object, as text by decoded name; of a name given twice the last stays, as in Java. */
export function memberTexts(object: string): Map<string, string> {
  const members = new Map<string, string>();
  let at = pastSpace(object, 1);
  while (object[at] !== '}') {
    const nameEnd = endOfString(object, at);
    const name = JSON.parse(object.slice(at, nameEnd)) as string;
    const start = pastSpace(object, pastSpace(object, nameEnd) + 1);
    const end = endOfValue(object, start);
    members.set(name, object.slice(start, end));
    at = pastSeparator(object, end);
  }
  return members;
}

/** Elements of a valid JSON array, as text. */
export function elementTexts(array: string): string[] {
  const elements: string[] = [];
  let at = pastSpace(array, 1);
  while (array[at] !== ']') {
    const end = endOfValue(array, at);
    elements.push(array.slice(at, end));
    at = pastSeparator(array, end);
  }
  return elements;
}

function pastSpace(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code <= 0x20; code = text.charCodeAt(at)) at += 1;
  return at;
}

function pastSeparator(text: string, from: number): number {
  const at = pastSpace(text, from);
  return text[at] === ',' ? pastSpace(text, at + 1) : at;
}

function endOfValue(text: string, start: number): number {
  switch (text[start]) {
    case '"':
      return endOfString(text, start);
    case '{':
    case '[':
      return endOfNested(text, start);
    default:
      return endOfPlain(text, start);
  }
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end + 1;
}

// An odd number of backslashes before it.
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === backslash) first -= 1;
  return (at - first) % 2 === 1;
}

function endOfNested(text: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfString(text, at);
      continue;
    }
    if (isOpening(code)) depth += 1;
    else if (isClosing(code)) depth -= 1;
    at += 1;
  } while (depth > 0);
  return at;
}

// Brackets and braces differ by 0x20 alone: [ { and ] }.
function isOpening(code: number): boolean {
  return (code | 0x20) === 0x7b;
}

function isClosing(code: number): boolean {
  return (code | 0x20) === 0x7d;
}

// A number, true, false or null ends at a comma, a closing bracket, a space or the end of the text.
function endOfPlain(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code <= 0x20 || code === 0x2c || isClosing(code)) break;
  }
  return at;
}
