import {
  type AssumptionName,
  type Assumptions,
  assumptions,
  assume,
} from '../../local/kafka-rest/assumptions.ts';
import { Caller } from './caller.ts';
import type { PromiseCase, Target } from './promise.ts';
import { promises } from './promises.ts';

/** What a proxy was seen to do where nobody documents it. */
export interface Finding {
  readonly assumption: AssumptionName;
  /** The options whose promises it keeps; empty: none of them; undefined: no case of this runner shows it. */
  readonly fits: readonly string[] | undefined;
}

/**
 * Tries every option of every assumption on a proxy, the ones found before in place. It leaves topics called contract-…
 * behind, and takes minutes where a new topic takes long to show up.
 */
export async function probe(target: Target, can: (promise: PromiseCase) => boolean): Promise<Finding[]> {
  const found: Record<string, string> = { ...assume() };
  // One caller for all, so that the topics are made once.
  const caller = new Caller({ ...target, assumed: (name) => found[name] ?? '' });
  const findings: Finding[] = [];
  for (const assumption of Object.keys(assumptions) as AssumptionName[]) {
    const cases = promises.filter((promise) => promise.assumption === assumption && can(promise));
    if (cases.length === 0) {
      findings.push({ assumption, fits: undefined });
      continue;
    }
    const fits: string[] = [];
    for (const option of assumptions[assumption].options) {
      found[assumption] = option;
      if (await keepsAll(caller, cases)) fits.push(option);
    }
    found[assumption] = fits[0] ?? assumptions[assumption].default;
    findings.push({ assumption, fits });
  }
  return findings;
}

/** The findings as lines: each assumption with what was seen, marked where that is not the default. */
export function findingsTable(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ assumption }) => assumption.length));
  return findings
    .map(({ assumption, fits }) => {
      const expected = fits === undefined || fits.includes(assumptions[assumption].default);
      const seen = fits === undefined ? '(not seen)' : fits.join(' or ') || '(none of its options)';
      return `${expected ? ' ' : '!'} ${assumption.padEnd(width)}  ${seen}`;
    })
    .join('\n');
}

/** What to assume of that proxy: the defaults with what was found otherwise. */
export function assumptionsFrom(findings: readonly Finding[]): Partial<Assumptions> {
  const other = findings.flatMap(({ assumption, fits }): [string, string][] => {
    const first = fits?.[0];
    if (first === undefined || fits?.includes(assumptions[assumption].default)) return [];
    return [[assumption, first]];
  });
  return Object.fromEntries(other);
}

async function keepsAll(caller: Caller, cases: readonly PromiseCase[]): Promise<boolean> {
  for (const promise of cases) {
    try {
      await promise.run(caller);
    } catch {
      return false;
    }
  }
  return true;
}
