import { Refusal } from './refusal.ts';

const ranges = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
} as const;

/** Reads an integer of Java's width, or refuses with the given status; an int64 over 2^53 loses its last digits. */
export function integer(text: string, width: keyof typeof ranges, what: string, status: string): number {
  const [least, most] = ranges[width];
  if (!/^[+-]?\d{1,19}$/.test(text) || BigInt(text) < least || BigInt(text) > most) {
    throw new Refusal(status, `${what} is not an ${width}`);
  }
  return Number(text);
}
