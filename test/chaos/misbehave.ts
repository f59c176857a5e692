import { type Carried, Faults } from '../../local/stand-in/faults.ts';
import { anyRule } from '../produce/seeded-faults.ts';
import type { Journal } from './journal.ts';

const FAULTY = 0.2;

/** Strikes a fifth of the produce calls with one of all faults, by chance as `random` has it; gives what ends that. */
export function misbehave(faults: Faults, journal: Journal, random: () => number): () => void {
  let share = FAULTY;
  faults.take = (call: string, carried?: Carried) => {
    Faults.prototype.take.call(faults, call);
    if (call !== 'produce' || carried === undefined) return undefined;
    const rule = random() < share ? anyRule(random) : undefined;
    journal.call(carried, rule);
    return rule;
  };
  return () => {
    share = 0;
  };
}
