import type { Hands, Held } from './hands.ts';
import type { Journal, ProxyCall } from './journal.ts';

/** Why something was written again. */
export type Cause =
  'answerLost' | 'answeredLate' | 'killed' | 'leaseEnded' | 'storageOut' | 'queuedTwice' | 'filedBefore';

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

/** Of the messages that the local host takes; it is told in whole seconds. */
export const LEASE_SECONDS = 5;
const LEASE_MS = (LEASE_SECONDS - 1) * 1000;

// Struck so, a call that was written is answered in a way that says so.
const CLEAR = ['delay', 'empty'];

/**
 * Why what this call wrote under that name may be written again: undefined where nothing tells. A fault took the answer to
 * this very call, or it came when whoever made it may have given it up, or its host was killed while it had the message,
 * or lost its lease, or could not note that it was done. That there was no answer explains nothing by itself.
 */
export function causeOf(name: string, call: ProxyCall, evidence: Evidence): Cause | undefined {
  const { rule, atMs, answeredMs, closedMs } = call;
  if (rule !== undefined && !CLEAR.includes(rule.fault.kind)) return 'answerLost';
  const overMs = answeredMs ?? closedMs;
  if (overMs !== undefined && overMs - atMs > evidence.lateMs) return 'answeredLate';
  return unfinished(name, call, evidence);
}

/** What comes after an answer, in which the app notes what it knows, takes no longer while the storage is there. */
const NOTED_MS = 10_000;

/** Why whoever had it at the time of the call may not have come to the end of it. */
function unfinished(
  name: string,
  { atMs, answeredMs }: ProxyCall,
  { hands, outages }: Evidence,
): Cause | undefined {
  const held = hands.of(name).filter(({ fromMs, toMs }) => fromMs <= atMs && toMs >= atMs);
  const isSoon = (ms: number, doneMs: number) => ms - doneMs <= NOTED_MS;
  const isOut = ({ fromMs, toMs }: Held) =>
    outages.some(
      (outage) =>
        outage.fromMs <= toMs &&
        outage.toMs >= Math.max(fromMs, atMs) &&
        isSoon(outage.fromMs, answeredMs ?? outage.fromMs),
    );
  if (held.some((one) => one.killed && (isOut(one) || isSoon(one.toMs, answeredMs ?? one.toMs))))
    return 'killed';
  if (held.some(isOut)) return 'storageOut';
  const isTakenFrom = (one: Held) => hands.of(name).some((other) => other !== one && takenFrom(one, other));
  return hands.isQueued(name) && held.some(isTakenFrom) ? 'leaseEnded' : undefined;
}

/** Why what had been refused, and so filed, came again and was written then. */
function filedBefore(name: string, call: ProxyCall, evidence: Evidence): Cause | undefined {
  const calls = evidence.journal.callsOf(name);
  const refusal = calls.slice(0, calls.indexOf(call)).find((one) => codeOfRefusal(one) !== undefined);
  if (refusal === undefined) return undefined;
  if (evidence.hands.isQueued(name)) return unfinished(name, refusal, evidence);
  // Event Grid sends all events of a request again where one of them failed.
  const cameAgain = ({ fromMs }: Held) => fromMs >= refusal.atMs && fromMs <= call.atMs;
  return evidence.hands.of(name).some(cameAgain) ? 'filedBefore' : undefined;
}

// A message is out of reach of others until its lease ends: taken by the one while the other has it, that has ended.
function takenFrom(one: Held, other: Held): boolean {
  const [first, second] = one.fromMs < other.fromMs ? [one, other] : [other, one];
  return second.fromMs < first.toMs && second.fromMs - first.fromMs >= LEASE_MS;
}

const REFUSALS: Readonly<Record<number, string>> = { 400: 'records-refused', 413: 'request-too-large' };

/** The code of the dead letter that a call makes; undefined: it makes none. One of several is halved before. */
export function codeOfRefusal({ rule, names }: ProxyCall): string | undefined {
  return rule?.fault.kind === 'status' && names.size === 1 ? REFUSALS[rule.fault.status] : undefined;
}

/** True where a refusal was being filed when its host was killed, lost its lease, or could not reach the storage. */
export function isFilingCutShort(name: string, evidence: Evidence): boolean {
  return evidence.journal
    .callsOf(name)
    .some((call) => codeOfRefusal(call) !== undefined && unfinished(name, call, evidence) !== undefined);
}

/** Of each write under this name that another one came after, or that a dead letter stands beside: why. */
export function causesOf(name: string, isFiled: boolean, evidence: Evidence): (Cause | undefined)[] {
  const wrote = evidence.journal.callsOf(name).filter((call) => call.wrote.has(name));
  let timesPutAgain = evidence.hands.timesPutAgain(name);
  const again = wrote
    .slice(0, -1)
    .map((call) => causeOf(name, call, evidence) ?? (timesPutAgain-- > 0 ? 'queuedTwice' : undefined));
  const last = wrote.at(-1);
  if (!isFiled || last === undefined) return again;
  return [...again, causeOf(name, last, evidence) ?? filedBefore(name, last, evidence)];
}
