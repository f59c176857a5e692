import { setTimeout as sleep } from 'node:timers/promises';
import type { Journal } from './journal.ts';
import type { World } from './world.ts';

const KILL = 'kill';
const OUTAGE = 'outage';
/** Ten kills of the host, and two stops of the storage. */
export const STRIKES = [
  ...[KILL, KILL, KILL, OUTAGE, KILL, KILL],
  ...[KILL, KILL, OUTAGE, KILL, KILL, KILL],
] as const;

/** What strikes are dealt out over: how many names are to be written, and the longest that it may take. */
export interface Pace {
  readonly names: number;
  readonly withinMs: number;
  readonly filled: Promise<void>;
}

const LOOK_MS = 20;
// After each strike nothing happens for so long, so that what is written then has no excuse.
const CALM_MS = 3000;

/**
 * Strikes in equal parts of the work, or of the time where the work takes longer, so that each meets something that is
 * under way; the storage stops only after `filled`. Rejects when it cannot start a process again.
 */
export async function strike(
  world: World,
  journal: Journal,
  { names, withinMs, filled }: Pace,
): Promise<void> {
  const beganMs = Date.now();
  for (const [index, what] of STRIKES.entries()) {
    const part = (index + 1) / (STRIKES.length + 1);
    const isDue = () => journal.namesWritten() >= names * part || Date.now() >= beganMs + withinMs * part;
    while (!isDue()) await sleep(LOOK_MS);
    if (what === OUTAGE) await filled;
    await (what === KILL ? world.killHost() : world.restartAzurite());
    await sleep(CALM_MS);
  }
}
