import { type Fault, type FaultRule, Faults } from '../../local/stand-in/faults.ts';

const status = (code: number, retryAfter?: string): Fault => ({
  kind: 'status',
  status: code,
  ...(retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }),
});

interface Weighted {
  readonly weight: number;
  readonly fault: Fault;
  /** Whether the records are written before it strikes; both where left out. */
  readonly takesEffect?: boolean;
}

/** Every fault of the matrix in the forms that can happen; what costs a deadline or a new connection comes seldom. */
const choices: readonly Weighted[] = [
  { weight: 4, fault: status(400), takesEffect: false },
  { weight: 2, fault: status(401), takesEffect: false },
  { weight: 2, fault: status(403), takesEffect: false },
  { weight: 4, fault: status(404), takesEffect: false },
  { weight: 4, fault: status(413), takesEffect: false },
  { weight: 2, fault: status(429, '0'), takesEffect: false },
  { weight: 4, fault: status(503, '7'), takesEffect: false },
  { weight: 6, fault: status(500) },
  { weight: 6, fault: status(503) },
  { weight: 6, fault: { kind: 'html' } },
  { weight: 4, fault: { kind: 'empty' }, takesEffect: true },
  { weight: 3, fault: { kind: 'cut', where: 'before-answer' } },
  { weight: 1.5, fault: { kind: 'cut', where: 'mid-answer' }, takesEffect: true },
  { weight: 6, fault: { kind: 'delay', ms: 2 }, takesEffect: true },
  { weight: 0.2, fault: { kind: 'hang' } },
  { weight: 0.1, fault: { kind: 'drip', ms: 500 }, takesEffect: true },
];

/** Each fault in each form that it has. */
export const forms: readonly FaultRule[] = choices.flatMap(({ fault, takesEffect }) =>
  (takesEffect === undefined ? [false, true] : [takesEffect]).map((effect) => ({
    call: 'produce',
    fault,
    takesEffect: effect,
  })),
);

/** Strikes every second produce call, by chance as `random` has it, with one of all faults. */
export function faultEverySecond(faults: Faults, random: () => number): void {
  faults.take = (call) => {
    Faults.prototype.take.call(faults, call);
    return call === 'produce' && random() < 0.5 ? anyRule(random) : undefined;
  };
}

/** One of all faults in the forms that can happen to a produce call. */
export function anyRule(random: () => number): FaultRule {
  let at = random() * choices.reduce((sum, { weight }) => sum + weight, 0);
  const { fault, takesEffect = random() < 0.5 } = choices.find(({ weight }) => (at -= weight) < 0) ?? {
    fault: { kind: 'delay', ms: 0 },
  };
  return { call: 'produce', fault, takesEffect };
}

/** Numbers from 0 to below 1, the same for the same seed (a linear congruential generator). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
