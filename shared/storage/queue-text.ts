/** What one message of a storage queue holds at most: of its text, which is UTF-8. */
export const MAX_MESSAGE_BYTES = 65_536;

// What XML 1.0 cannot carry: the Queue service refuses it, and Azurite never gives the message out again.
// eslint-disable-next-line no-control-regex -- these are what is looked for
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/**
 * The text that carries these bytes in a queue: themselves where they are UTF-8 that XML can carry, else their base64.
 * Undefined where that is more than a message holds: a claim check can carry them.
 */
export function messageText(content: Uint8Array): string | undefined {
  const text = textOf(content) ?? Buffer.from(content).toString('base64');
  return Buffer.byteLength(text) > MAX_MESSAGE_BYTES ? undefined : text;
}

function textOf(content: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    return NOT_XML.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
