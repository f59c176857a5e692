/** Where to read on in some bytes. */
export interface Place {
  readonly bytes: Uint8Array;
  next: number;
}

/** Appends a whole number from 0 to 2^53 - 1 as LEB128: seven bits a byte, the lowest first. */
export function writeVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}

/** Reads a number that `writeVarint` wrote; NaN where there is none. */
export function readVarint(place: Place): number {
  let value = 0;
  for (let scale = 1; scale <= 2 ** 49; scale *= 0x80) {
    const byte = place.bytes[place.next];
    if (byte === undefined) return NaN;
    place.next += 1;
    value += (byte % 0x80) * scale;
    if (byte < 0x80) return Number.isSafeInteger(value) ? value : NaN;
  }
  return NaN;
}
