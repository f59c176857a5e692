const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING = 0x5b;
const CLOSING = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/**
 * The index of the character at which a text that JSON.parse refused can be no JSON any more; undefined where it ends
 * too soon. For what the engine gives no position of: a value that is none, or one that is missing. Strings before the
 * fault are whole, as the engine had passed them.
 */
export function unfitCharacter(text: string): number | undefined {
  let isValueDue = true;
  let before = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code <= 0x20) continue;
    switch (code) {
      case COMMA:
      case COLON:
      case CLOSING:
      case CLOSING_BRACE:
        if (isValueDue && !(before === OPENING && code === CLOSING)) return at;
        isValueDue = code === COMMA || code === COLON;
        break;
      case OPENING:
      case OPENING_BRACE:
        isValueDue = code === OPENING;
        break;
      default: {
        const end = code === QUOTE ? endOfString(text, at) : endOfScalar(text, at);
        if (end === undefined) return at;
        at = end - 1;
        isValueDue = false;
      }
    }
    before = code;
  }
  return undefined;
}

function endOfString(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return undefined;
}

function endOfScalar(text: string, start: number): number | undefined {
  SCALAR.lastIndex = start;
  return SCALAR.test(text) ? SCALAR.lastIndex : undefined;
}
