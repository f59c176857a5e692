/** One DER value (ITU-T X.690): tag, length, content. Content in parts is joined. */
export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.of(tag), lengthOf(body.length), body]);
}

export const sequence = (...content: readonly Uint8Array[]): Buffer => der(0x30, ...content);

export const set = (...content: readonly Uint8Array[]): Buffer => der(0x31, ...content);

export const octets = (content: Uint8Array): Buffer => der(0x04, content);

export const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text));

export const yes = (): Buffer => der(0x01, Buffer.of(0xff));

/** An INTEGER from its shortest two's complement, big end first. */
export const integer = (bytes: Uint8Array): Buffer => der(0x02, bytes);

/** A BIT STRING whose last `unused` bits do not count. */
export const bits = (content: Uint8Array, unused = 0): Buffer => der(0x03, Buffer.of(unused), content);

/** An OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** A UTCTime, which X.509 prescribes for dates up to 2049. */
export const utcTime = (date: Date): Buffer =>
  der(
    0x17,
    Buffer.from(
      date
        .toISOString()
        .replace(/\.\d+/, '')
        .replaceAll(/^\d\d|[-:T]/g, ''),
    ),
  );

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.of(0x80 | bytes.length), bytes]);
}

function base128(arc: number): number[] {
  const digits = [arc & 0x7f];
  for (let left = arc >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}
