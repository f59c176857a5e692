import type { ServerResponse } from 'node:http';

/** What a stand-in can do wrong. Times are milliseconds. */
export type Fault =
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: string }
  | { kind: 'html'; status?: number }
  | { kind: 'empty'; status?: number }
  | { kind: 'delay'; ms: number }
  | { kind: 'hang' }
  | { kind: 'cut'; where: 'before-answer' | 'mid-answer' }
  | { kind: 'drip'; ms: number };

/**
 * One misbehaviour: which call, how often, and whether the call takes effect before the fault strikes
 * (a record is written and then the connection is cut) or never happens at all.
 */
export interface FaultRule {
  /** The stand-in's name of the call (`produce`, `token`, …) or `*` for all. */
  readonly call: string;
  readonly fault: Fault;
  /** How many calls it strikes; left out: all until cleared. */
  readonly times?: number;
  /** Left out: false. A delay always takes effect, after it. */
  readonly takesEffect?: boolean;
}

/** A call that may be struck: its body, and the answer that is yet to be made. */
export interface Carried {
  readonly body: Buffer;
  readonly response: ServerResponse;
}

/** The faults of one stand-in, and how often each of its calls was made. */
export class Faults {
  #rules: { rule: FaultRule; left: number }[] = [];
  #hits: Record<string, number> = {};

  add(...rules: FaultRule[]): void {
    this.#rules.push(...rules.map((rule) => ({ rule, left: rule.times ?? Infinity })));
  }

  clear(): void {
    this.#rules = [];
  }

  /** Counts the call and gives the oldest rule that strikes it, if any; what it carries is for whoever takes its place. */
  take(call: string, _carried?: Carried): FaultRule | undefined {
    this.#hits[call] = this.hits(call) + 1;
    const next = this.#rules.find(({ rule, left }) => left > 0 && (rule.call === call || rule.call === '*'));
    if (next === undefined) return undefined;
    next.left -= 1;
    return next.rule;
  }

  hits(call: string): number {
    return this.#hits[call] ?? 0;
  }

  allHits(): Readonly<Record<string, number>> {
    return { ...this.#hits };
  }

  resetHits(): void {
    this.#hits = {};
  }
}
