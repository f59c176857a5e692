import { describe, expect, it } from '@jest/globals';
import { createCertificateAuthority } from '../../local/certificates.ts';
import { type AssumptionName, assumptions } from '../../local/kafka-rest/assumptions.ts';
import { Caller } from './caller.ts';
import { describeContract } from './describe-contract.ts';
import { openStandIn } from './open-stand-in.ts';
import type { Target } from './promise.ts';
import { promises } from './promises.ts';

describeContract('the stand-in in memory', { refusedTokens: true, ownClock: true }, async () => {
  const { certificate, issue } = await createCertificateAuthority();
  return openStandIn({ tls: { ...(await issue(['localhost'])), authority: certificate } });
});

/** Guesses that show only under load, under faults or in the time that an answer takes. */
const unseen: readonly AssumptionName[] = [
  'partition-unavailable',
  'no-leader-form',
  'throttled-before-write',
  'queue-full',
  'wait-at-end-ms',
];

const names = Object.keys(assumptions) as AssumptionName[];
const seen = names.filter((name) => !unseen.includes(name));
const others = seen.flatMap((name) =>
  assumptions[name].options
    .filter((option) => option !== assumptions[name].default)
    .map((option) => [name, option] as const),
);

/** What a target breaks of the promises that rest on one assumption. */
async function broken(name: AssumptionName, target: Target): Promise<string[]> {
  const caller = new Caller(target);
  const failures: string[] = [];
  for (const promise of promises.filter(({ assumption }) => assumption === name)) {
    await promise.run(caller).catch((error: unknown) => failures.push(`${promise.name}: ${String(error)}`));
  }
  return failures;
}

describe('the contract tells proxies apart', () => {
  it('has a promise for every assumption that shows in single calls', () => {
    const rested = new Set(promises.map(({ assumption }) => assumption));
    expect(names.filter((name) => !rested.has(name))).toEqual(unseen);
  });

  it('names every promise once', () => {
    expect(new Set(promises.map(({ name }) => name)).size).toBe(promises.length);
  });

  it.each(others)(
    'keeps to a proxy with %s = %s when told, and notices it when not',
    async (name, option) => {
      const { target, close } = await openStandIn({ does: { [name]: option } });
      const mistaken = { ...target, assumed: (asked: AssumptionName) => assumptions[asked].default };
      const [told, untold] = [await broken(name, target), await broken(name, mistaken)];
      await close();
      expect(told).toEqual([]);
      expect(untold).not.toEqual([]);
    },
  );
});
