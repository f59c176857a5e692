const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * What a queue message carries: its bytes, or what they are the base64 of, because many SDKs encode messages. JSON
 * objects begin with a brace, which base64 does not have, so that no message reads both ways.
 */
export function decodeMessage(bytes: Uint8Array): Uint8Array {
  const packed = Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/[ \t\r\n]/g, '');
  return packed !== '' && BASE64.test(packed) ? Buffer.from(packed, 'base64') : bytes;
}
