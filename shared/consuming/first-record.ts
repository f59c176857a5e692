const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** What the beginning of a read's answer tells without its rest. */
export interface FirstRecord {
  readonly offset: number;
  /** True for a bare array of records, as Microsoft's reference has it; its sample reads `{"records":[…]}`. */
  readonly isBare: boolean;
}

/** The first record of an answer of which these are the first bytes; undefined where it is not there, or not whole. */
export function firstRecordIn(bytes: Buffer): FirstRecord | undefined {
  const [head, isObject] =
    /^\s*(\{\s*"records"\s*:\s*)?\[\s*(?=\{)/.exec(bytes.toString('latin1', 0, 256)) ?? [];
  if (head === undefined) return undefined;
  const end = endOfObject(bytes, head.length);
  if (end === undefined) return undefined;
  const offset = offsetOf(bytes.toString('utf8', head.length, end));
  return offset === undefined ? undefined : { offset, isBare: isObject === undefined };
}

function endOfObject(bytes: Buffer, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === OPEN) depth += 1;
    else if (byte === CLOSE && --depth === 0) return at + 1;
  }
  return undefined;
}

/** Where its closing quote is; past the bytes where it has none. */
function endOfString(bytes: Buffer, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

function offsetOf(text: string): number | undefined {
  try {
    const { offset } = JSON.parse(text) as { readonly offset?: unknown };
    return Number.isSafeInteger(offset) ? (offset as number) : undefined;
  } catch {
    return undefined;
  }
}
