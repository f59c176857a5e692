import type { Hands, Held } from './hands.ts';
import type { Journal, ProxyCall } from './journal.ts';

/** Why something was written again. */
export type Cause = 'answerLost' | 'answeredLate' | 'killed' | 'leaseEnded' | 'storageOut' | 'queuedTwice';

/** From the stop of the storage to its return; epoch milliseconds. */
export interface Outage {
  readonly fromMs: number;
  toMs: number;
}

export interface Evidence {
  readonly journal: Journal;
  readonly hands: Hands;
  readonly outages: readonly Outage[];
  /** Answered so long after it came, a call may have missed the deadline of who made it. */
  readonly lateMs: number;
}

// Struck so, a call that was written is answered in a way that says so.
const CLEAR = ['delay', 'empty'];

/**
 * Why what this call wrote under that name may be written again: undefined where nothing tells. The answer to this very
 * call was lost, or its host was killed while it had the message, or lost its lease, or could not note that it was done.
 */
export function causeOf(name: string, call: ProxyCall, evidence: Evidence): Cause | undefined {
  const { hands, outages, lateMs } = evidence;
  const { rule, atMs, answeredMs } = call;
  if (rule !== undefined && !CLEAR.includes(rule.fault.kind)) return 'answerLost';
  if (answeredMs === undefined) return 'answerLost';
  if (answeredMs - atMs > lateMs) return 'answeredLate';
  const held = hands.of(name).filter(({ fromMs, toMs }) => fromMs <= atMs && toMs >= atMs);
  if (held.some(({ killed }) => killed)) return 'killed';
  const isOut = ({ fromMs, toMs }: Held) =>
    outages.some((outage) => outage.fromMs <= toMs && outage.toMs >= Math.max(fromMs, atMs));
  if (held.some(isOut)) return 'storageOut';
  const isTakenTwice = (one: Held) => hands.of(name).some((other) => other !== one && overlap(one, other));
  return held.some(isTakenTwice) ? 'leaseEnded' : undefined;
}

// A message is out of reach of others until its lease ends: taken while it is held, it has ended.
function overlap(one: Held, other: Held): boolean {
  return one.fromMs < other.toMs && other.fromMs < one.toMs;
}

/** Of each write under this name that another one, or a dead letter, came after: why. */
export function causesOf(name: string, isFiled: boolean, evidence: Evidence): (Cause | undefined)[] {
  const wrote = evidence.journal.callsOf(name).filter((call) => call.wrote.has(name));
  let timesPutAgain = evidence.hands.timesPutAgain(name);
  return (isFiled ? wrote : wrote.slice(0, -1)).map(
    (call) => causeOf(name, call, evidence) ?? (timesPutAgain-- > 0 ? 'queuedTwice' : undefined),
  );
}
