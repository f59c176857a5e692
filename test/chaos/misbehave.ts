import { type Carried, type FaultRule, Faults } from '../../local/stand-in/faults.ts';
import { anyRule, forms } from '../produce/seeded-faults.ts';
import type { Journal, ProxyCall } from './journal.ts';

const FAULTY = 0.2;
/** Of the calls of a run, how many may have been struck: else it was another run than it says. */
const LEAST_SHARE = 0.15;
const MOST_SHARE = 0.25;

/**
 * Strikes a fifth of the produce calls, by chance as `random` has it: first with each form of each fault, in any order,
 * so that none is missing, and then with one of all. Gives what ends that.
 */
export function misbehave(faults: Faults, journal: Journal, random: () => number): () => void {
  let share = FAULTY;
  const first = forms
    .map((rule) => ({ rule, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ rule }) => rule);
  faults.take = (call: string, carried?: Carried) => {
    Faults.prototype.take.call(faults, call);
    if (call !== 'produce' || carried === undefined) return undefined;
    const rule = random() < share ? (first.pop() ?? anyRule(random)) : undefined;
    journal.call(carried, rule);
    return rule;
  };
  return () => {
    share = 0;
  };
}

/** What was tried too little for the books to show anything; each a sentence. */
export function untried(calls: readonly ProxyCall[]): string[] {
  const struck = calls.flatMap(({ rule }) => (rule === undefined ? [] : [rule]));
  const came = new Set(struck.map(formOf));
  const missing = forms.map(formOf).filter((form) => !came.has(form));
  const share = struck.length / calls.length;
  return [
    ...missing.map((form) => `never struck: ${form}`),
    ...(share < LEAST_SHARE || share > MOST_SHARE
      ? [`${(100 * share).toFixed(0)} % of the calls were struck`]
      : []),
  ];
}

function formOf({ fault, takesEffect }: FaultRule): string {
  return `${JSON.stringify(fault)} ${takesEffect === true ? 'after the write' : 'before it'}`;
}
