import type { MessageEncoding } from './queue-settings.ts';

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The bytes that a message's text stands for; undefined when the text is not the base64 it should be. */
export function decodeBody(text: string, encoding: MessageEncoding): Buffer | undefined {
  if (encoding === 'none') return Buffer.from(text);
  // .NET, which the real host decodes with, skips white space and is strict about all else.
  const packed = text.replace(/[ \t\r\n]/g, '');
  return base64.test(packed) ? Buffer.from(packed, 'base64') : undefined;
}

/** The text that carries these bytes; without base64 what is not UTF-8 is replaced, as in the real host. */
export function encodeBody(body: Buffer, encoding: MessageEncoding): string {
  return encoding === 'none' ? body.toString() : body.toString('base64');
}
