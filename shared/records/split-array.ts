import { AppError } from '../errors.ts';

/** One element of an array, or one line, as text. */
export interface Piece {
  readonly text: string;
  /** True where the piece was cut because it is longer than the limit; nothing comes after it. */
  readonly isTooLong: boolean;
}

const OPENING = /^\s*\{\s*"records"\s*:\s*\[/;
const CLOSING = /^\s*\}\s*$/;
// What may stand around the array of a body that has nothing else: white space, some.
const MARGIN = 1024;

/** True where a text begins as `{"records":[` does; its first 1,024 characters are enough to tell. */
export function beginsRecords(head: string): boolean {
  return OPENING.test(head.slice(0, MARGIN));
}

/**
 * The elements of `{"records":[…]}` while its text comes, none checked as JSON and none longer than `maxLength`
 * characters. Throws `invalid-json` where the text does not end as it should.
 */
export async function* splitRecords(
  chunks: AsyncIterable<string>,
  maxLength: number,
): AsyncGenerator<Piece, void, undefined> {
  const scan = createScan();
  let text = '';
  let isOpen = false;
  for await (const chunk of chunks) {
    text += chunk;
    if (!isOpen) {
      const head = OPENING.exec(text)?.[0];
      if (head === undefined && text.length < MARGIN) continue;
      text = text.slice(head?.length ?? 0);
      isOpen = true;
    }
    let start = 0;
    for (let end = scan.next(text); end !== undefined; end = scan.next(text)) {
      const piece = text.slice(start, end).trim();
      // Only the array that is empty has an empty piece before its end.
      if (piece !== '' || scan.found() > 1 || !scan.isClosed()) yield { text: piece, isTooLong: false };
      start = end + 1;
    }
    text = text.slice(start);
    scan.forget(start);
    if (text.length > maxLength && !scan.isClosed()) {
      yield { text: '', isTooLong: true };
      return;
    }
    if (text.length > MARGIN && scan.isClosed()) throw notEnded();
  }
  if (!scan.isClosed() || !CLOSING.test(text)) throw notEnded();
}

function notEnded(): AppError {
  return new AppError('invalid-json', 'The text must end with ]} after the last record.');
}

/** Finds where elements end: at a comma or the bracket of the array, outside of strings and of what is nested. */
function createScan() {
  let at = 0;
  let depth = 0;
  let inString = false;
  let isClosed = false;
  let found = 0;
  return {
    /** The index of the character that ends the next element, or undefined where more text is needed. */
    next(text: string): number | undefined {
      for (; at < text.length && !isClosed; at += 1) {
        const code = text.charCodeAt(at);
        if (inString) {
          if (code === 0x5c) at += 1;
          else if (code === 0x22) inString = false;
        } else if (code === 0x22) inString = true;
        else if (code === 0x7b || code === 0x5b) depth += 1;
        else if (depth > 0) {
          if (code === 0x7d || code === 0x5d) depth -= 1;
        } else if (code === 0x2c || code === 0x5d) {
          isClosed = code === 0x5d;
          found += 1;
          at += 1;
          return at - 1;
        }
      }
      return undefined;
    },
    /** Tells that the first `length` characters of the text are gone. */
    forget(length: number): void {
      at -= length;
    },
    isClosed: () => isClosed,
    found: () => found,
  };
}
