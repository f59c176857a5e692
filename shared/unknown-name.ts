import leven from 'leven';
import { echo } from './errors.ts';

/** What to say of a name that is not known: the nearest known one, else all of them. */
export function unknownName(name: string, known: readonly string[]): string {
  const short = name.slice(0, 64);
  const near = known
    .map((candidate) => ({ candidate, distance: leven(short.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near !== undefined && near.distance <= Math.max(2, near.candidate.length / 3)
    ? `${echo(name)} is not known: do you mean ${near.candidate}?`
    : `${echo(name)} is not known: known are ${known.join(', ') || 'none'}.`;
}
