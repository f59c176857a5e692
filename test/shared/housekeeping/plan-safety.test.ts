import { describe, expect, test } from '@jest/globals';
import type { Approval, Mark } from '../../../shared/housekeeping/decide.ts';
import type { Evidence } from '../../../shared/housekeeping/evidence.ts';
import { plan, type PlanInput } from '../../../shared/housekeeping/plan.ts';
import type { Partition } from '../../../shared/kafka-rest/operations/metadata.ts';
import { fc } from '../../support/properties.ts';
import { cluster, DAY_MS, declaring, NOW_MS } from './seen.ts';

const names = ['__offsets', '_schemas', 'orders', 'keep-me', 'tmp-1', 'tmp-2', 'tmp-3', 'old', 'older'];
const isInternal = (topic: string) => topic.startsWith('_');
const isProtected = (topic: string) => topic.startsWith('keep-');

const aPartition = fc.record({
  endOffset: fc.constantFrom(0, 5, 5, 5, 6, -1),
  leader: fc.constantFrom(1, 1, 1, 1, 1, 1, null),
});
const aTopic = fc.array(aPartition, { minLength: 1, maxLength: 2 }).map((all) =>
  all.map((one, partition): Partition => ({
    ...one,
    partition,
    earliestOffset: 0,
    replicas: [1],
    isr: [1],
  })),
);
/** A moment of the last days, or one that a wrong clock has written. */
const aTime = fc.integer({ min: -2, max: 40 }).map((days) => NOW_MS - days * DAY_MS);
const someOf = fc.subarray(names);

interface Seen {
  readonly input: PlanInput;
  readonly isWhole: boolean;
}

/** Anything that a run could come upon; marks and approvals are mostly of what is found, so that deletions do follow. */
const anything: fc.Arbitrary<Seen> = fc
  .record({
    listed: fc.dictionary(fc.constantFrom(...names), aTopic, { maxKeys: 9 }),
    trouble: fc.constantFrom('none', 'none', 'none', 'unread', 'disputed'),
    declared: someOf,
    hasDeclaration: fc.constantFrom(true, true, true, true, false),
    unchangedSince: fc.array(aTime, { minLength: names.length, maxLength: names.length }),
    sameOffsets: fc.array(fc.constantFrom(true, true, true, false), { minLength: 9, maxLength: 9 }),
    marked: fc.dictionary(fc.constantFrom(...names), aTime),
    approved: someOf,
    goneSince: fc.array(fc.option(aTime), { minLength: names.length, maxLength: names.length }),
    reading: someOf,
    stale: fc.subarray(names, { maxLength: 2 }),
    maxDeletions: fc.constantFrom(0, 1, 9, 9),
  })
  .map(({ listed, trouble, declared, hasDeclaration, marked, approved, stale, ...rest }): Seen => {
    const state = {
      ...cluster(listed),
      ...(trouble === 'disputed' ? { disputed: new Set(['x']) } : {}),
      ...(trouble === 'unread' ? { unread: new Map([['x', 'late']]) } : {}),
    };
    const evidence = new Map(
      names.map((name, index): [string, Evidence] => {
        const unchangedSinceMs = rest.unchangedSince[index] ?? 0;
        const there = listed[name]?.map(({ endOffset }) => endOffset) ?? [];
        const endOffsets = rest.sameOffsets[index] === true ? there : [...there, 1];
        const goneSinceMs = listed[name] === undefined ? (rest.goneSince[index] ?? undefined) : undefined;
        const seen = { firstSeenAtMs: 0, lastSeenAtMs: NOW_MS, unchangedSinceMs, goneSinceMs };
        return [name, { ...seen, endOffsets, history: [] }];
      }),
    );
    const declaration = declaring({
      topics: new Map(declared.map((name) => [name, { partitionCount: 1 }])),
      scratch: [{ pattern: 'tmp-*', expireAfterDays: 3 }],
      protected: ['keep-*', 'tmp-3'],
    });
    const input: PlanInput = {
      nowMs: NOW_MS,
      declaration: hasDeclaration ? declaration : undefined,
      state,
      evidence,
      groups: rest.reading.map((topic) => ({ group: 'g', topic, offsets: new Map() })),
      marks: new Map(),
      approvals: new Map(),
      waitMs: 7 * DAY_MS,
      maxDeletions: rest.maxDeletions,
    };
    const found = new Map(plan(input).findings.map(({ id, evidence: hash }) => [id, hash]));
    const restsOn = (topic: string) => {
      const finding = `${topic.startsWith('tmp-') ? 'scratch-expired' : 'undeclared'}:${topic}`;
      return { topic, finding, evidence: stale.includes(topic) ? 'stale' : (found.get(finding) ?? 'none') };
    };
    const marks = Object.entries(marked).map(([topic, markedAtMs]): [string, Mark] => [
      topic,
      { ...restsOn(topic), markedAtMs },
    ]);
    const approvals = approved.map((topic): [string, Approval] => [
      restsOn(topic).finding,
      { ...restsOn(topic), who: 'op', reason: '', approvedAtMs: 0 },
    ]);
    const isWhole = trouble === 'none' && Object.keys(listed).length > 0;
    return { isWhole, input: { ...input, marks: new Map(marks), approvals: new Map(approvals) } };
  });

const deletionsOf = (input: PlanInput) =>
  plan(input).actions.flatMap((action) => (action.kind === 'delete' ? [action] : []));

/** The input after all that was planned has been done, within the same moment. */
function after(input: PlanInput): PlanInput {
  const partitions = new Map(input.state.partitions);
  const listed = new Set(input.state.listed);
  const marks = new Map(input.marks);
  const approvals = new Map(input.approvals);
  const evidence = new Map(input.evidence);
  const groups = new Map(input.groups.map((position) => [position.topic, position]));
  const settle = (topic: string, finding: string) => {
    marks.delete(topic);
    approvals.delete(finding);
  };
  for (const action of plan(input).actions) {
    switch (action.kind) {
      case 'create': {
        const there = [{ partition: 0, earliestOffset: 0, endOffset: 0, leader: 1, replicas: [1], isr: [1] }];
        listed.add(action.topic);
        partitions.set(action.topic, there);
        evidence.delete(action.topic);
        break;
      }
      case 'mark':
        marks.set(action.topic, { ...action, markedAtMs: input.nowMs });
        break;
      case 'lift':
        marks.delete(action.topic);
        break;
      case 'withdraw':
        approvals.delete(action.finding);
        break;
      case 'close':
        settle(action.topic, action.finding);
        break;
      case 'forget':
        groups.delete(action.topic);
        break;
      case 'delete':
        listed.delete(action.topic);
        partitions.delete(action.topic);
        settle(action.topic, action.finding);
    }
  }
  return {
    ...input,
    state: { ...input.state, listed, partitions },
    marks,
    approvals,
    evidence,
    groups: [...groups.values()],
  };
}

describe('Whatever a run comes upon', () => {
  test('it deletes only what may go: not declared, not internal, not protected, marked, waited for, approved and not written to', () => {
    let deleted = 0;
    fc.assert(
      fc.property(anything, ({ input, isWhole }) => {
        for (const { topic, finding, evidence, endOffsets } of deletionsOf(input)) {
          deleted += 1;
          const mark = input.marks.get(topic);
          const known = input.evidence.get(topic);
          expect(isWhole).toBe(true);
          expect(input.declaration?.topics.has(topic)).toBe(false);
          expect([isInternal(topic), isProtected(topic), topic === 'tmp-3']).toEqual([false, false, false]);
          expect(mark?.evidence).toBe(evidence);
          expect(NOW_MS - (mark?.markedAtMs ?? NOW_MS)).toBeGreaterThanOrEqual(7 * DAY_MS);
          expect(input.approvals.get(finding)?.evidence).toBe(evidence);
          expect(NOW_MS - (known?.unchangedSinceMs ?? NOW_MS)).toBeGreaterThanOrEqual(7 * DAY_MS);
          expect(endOffsets).toEqual(known?.endOffsets);
          expect(input.state.partitions.get(topic)?.map(({ endOffset }) => endOffset)).toEqual(endOffsets);
          expect(input.state.partitions.get(topic)?.every(({ leader }) => leader !== null)).toBe(true);
        }
        expect(deletionsOf(input).length).toBeLessThanOrEqual(input.maxDeletions);
      }),
      { numRuns: 1500 },
    );
    // Else nothing was tested.
    expect(deleted).toBeGreaterThan(25);
  });

  test('it forgets only groups whose topic is gone for the whole wait, and is neither declared, internal nor protected', () => {
    let forgotten = 0;
    fc.assert(
      fc.property(anything, ({ input, isWhole }) => {
        for (const action of plan(input).actions) {
          if (action.kind !== 'forget') continue;
          const { topic } = action;
          forgotten += 1;
          const { goneSinceMs } = input.evidence.get(topic) ?? {};
          expect(isWhole).toBe(true);
          expect(input.state.listed.has(topic)).toBe(false);
          expect(NOW_MS - (goneSinceMs ?? NOW_MS)).toBeGreaterThanOrEqual(7 * DAY_MS);
          expect(input.declaration?.topics.has(topic)).toBe(false);
          expect([isInternal(topic), isProtected(topic), topic === 'tmp-3']).toEqual([false, false, false]);
        }
      }),
      { numRuns: 500 },
    );
    expect(forgotten).toBeGreaterThan(25);
  });

  test('it does nothing about what it did not see whole, but to create and to take back marks', () => {
    fc.assert(
      fc.property(anything, ({ input, isWhole }) => {
        fc.pre(!isWhole);
        const kinds = new Set(plan(input).actions.map(({ kind }) => kind));
        expect([kinds.has('delete'), kinds.has('close'), kinds.has('forget')]).toEqual([false, false, false]);
      }),
    );
  });

  test('it plans nothing more once all of it is done', () => {
    fc.assert(
      fc.property(anything, ({ input }) => {
        const second = after(input);
        // An empty cluster is not believed, before its first topic and after its last.
        fc.pre(input.maxDeletions === 9 && input.state.listed.size > 0 && second.state.listed.size > 0);
        expect(plan(second).actions).toEqual([]);
      }),
      { numRuns: 800 },
    );
  });

  test('without a declaration it does nothing at all', () => {
    fc.assert(
      fc.property(anything, ({ input }) => {
        expect(plan({ ...input, declaration: undefined }).actions).toEqual([]);
      }),
    );
  });
});
