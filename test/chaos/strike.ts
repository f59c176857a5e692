import { setTimeout as sleep } from 'node:timers/promises';
import type { Filling } from './fill.ts';
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
  /** Is paused while the storage stops, because a put whose answer that takes could be there twice, which excuses a repeat. */
  readonly filling: Filling;
}

// The work goes on afterwards, while what a killed host had is waited for.
const STRUCK = 2 / 3;
const LOOK_MS = 20;
// Nothing strikes for so long after a strike: what is written twice in that time has no kill and no outage for an excuse.
const CALM_MS = 3000;

/**
 * Strikes in equal parts of the first two thirds of the work, or of the time where that takes longer, so that each meets
 * something that is under way. Rejects when it cannot start a process again.
 */
export async function strike(
  world: World,
  journal: Journal,
  { names, withinMs, filling }: Pace,
): Promise<void> {
  const beganMs = Date.now();
  for (const [index, what] of STRIKES.entries()) {
    const part = (STRUCK * (index + 1)) / STRIKES.length;
    const isDue = () => journal.namesWritten() >= names * part || Date.now() >= beganMs + withinMs * part;
    while (!isDue()) await sleep(LOOK_MS);
    if (what === KILL) await world.killHost();
    else {
      const resume = await filling.pause();
      await world.restartAzurite();
      resume();
    }
    await sleep(CALM_MS);
  }
}
