import { expect, it } from '@jest/globals';
import { type AssumptionName, type Assumptions, assumptions } from '../../local/kafka-rest/assumptions.ts';
import { openStandIn } from './open-stand-in.ts';
import { assumptionsFrom, findingsTable, probe } from './probe.ts';

// Waits in real time, and a tombstone that is refused has no form.
const left: readonly AssumptionName[] = ['wait-at-end-ms', 'null-value'];
const names = Object.keys(assumptions) as AssumptionName[];

async function probed(does: Partial<Assumptions>) {
  const { target, close } = await openStandIn({ does });
  const findings = await probe(target, () => true);
  await close();
  return findings;
}

it('a proxy that does what is assumed is found out to do that', async () => {
  const findings = await probed({});
  expect(findings.map(({ assumption }) => assumption)).toEqual(names);
  for (const { assumption, fits } of findings) {
    const { default: assumed } = assumptions[assumption];
    expect([assumption, fits ?? [assumed]]).toEqual([assumption, [assumed]]);
  }
  expect(assumptionsFrom(findings)).toEqual({});
  expect(findingsTable(findings)).not.toMatch(/^!/m);
});

it('a proxy that does all of it otherwise is found out, too, and each difference is marked', async () => {
  const other = (name: AssumptionName) =>
    assumptions[name].options.findLast((option) => option !== assumptions[name].default);
  const does: Partial<Assumptions> = {
    ...Object.fromEntries(names.filter((name) => !left.includes(name)).map((name) => [name, other(name)])),
    // Where no NextOffset is sent, the latest offset looks like none.
    'offset-out-of-range': 'earliest',
  };
  const findings = await probed(does);
  const seen = findings.filter(({ assumption, fits }) => fits !== undefined && !left.includes(assumption));
  expect(seen.length).toBeGreaterThan(30);
  for (const { assumption, fits } of seen)
    expect([assumption, fits]).toEqual([assumption, [does[assumption]]]);
  expect(findingsTable(findings)).toMatch(/^! null-key-form +empty$/m);
  const expected = Object.fromEntries(seen.map(({ assumption }) => [assumption, does[assumption]]));
  expect(assumptionsFrom(findings)).toEqual(expected);
});

it('what keeps none of the options is said', () => {
  const findings = [
    { assumption: 'error-body', fits: [] },
    { assumption: 'queue-full', fits: undefined },
    { assumption: 'offset-out-of-range', fits: ['empty', 'latest'] },
  ] as const;
  expect(findingsTable(findings).split('\n')).toEqual([
    '! error-body           (none of its options)',
    '  queue-full           (not seen)',
    '! offset-out-of-range  empty or latest',
  ]);
  expect(assumptionsFrom(findings)).toEqual({ 'offset-out-of-range': 'empty' });
});
