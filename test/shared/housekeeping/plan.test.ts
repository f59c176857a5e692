import { describe, expect, test } from '@jest/globals';
import type { Approval, Mark } from '../../../shared/housekeeping/decide.ts';
import { findingKinds } from '../../../shared/housekeeping/finding.ts';
import { plan, type PlanInput } from '../../../shared/housekeeping/plan.ts';
import { cluster, DAY_MS, declaring, input, NOW_MS, partition, partitions, quietFor } from './seen.ts';

const three = partitions(3);
const withT = cluster({ t: three });
const declaredT = (topic: object) => declaring({ topics: new Map([['t', topic]]) });

/** What each case sees, the findings it must have in their order, and what is said of the first. */
const cases: [string, PlanInput, string[], RegExp][] = [
  [
    'a declared topic that no look shows is missing',
    input({ state: cluster({ other: three }), declaration: declaredT({ owner: 'us', partitionCount: 3 }) }),
    ['missing:t', 'undeclared:other'],
    /declared and not there/,
  ],
  [
    'a topic that nobody declared is undeclared',
    input({ state: withT }),
    ['undeclared:t'],
    /Nobody has declared/,
  ],
  [
    'a protected topic is none',
    input({ state: cluster({ 'connect-a': three }), declaration: declaring({ protected: ['connect-*'] }) }),
    [],
    /^$/,
  ],
  [
    'fewer partitions than declared differ',
    input({ state: withT, declaration: declaredT({ partitionCount: 6 }) }),
    ['partition-count-differs:t'],
    /has 3 partitions, declared are 6/,
  ],
  [
    'more partitions than declared differ, and no command helps',
    input({ state: withT, declaration: declaredT({ partitionCount: 2 }) }),
    ['partition-count-differs:t'],
    /never takes partitions away/,
  ],
  [
    'another replication factor differs',
    input({ state: withT, declaration: declaredT({ replicationFactor: 2 }) }),
    ['replication-differs:t'],
    /replication factor is 3, declared is 2/,
  ],
  [
    'properties differ where they can be known',
    input({
      state: cluster({ t: three }, { properties: new Map([['t', { 'retention.ms': '5' }]]) }),
      declaration: declaredT({ topicProperties: { 'retention.ms': 7, 'cleanup.policy': 'compact' } }),
    }),
    ['properties-differ:t'],
    /retention\.ms is 5, declared is 7; cleanup\.policy is not known, declared is compact/,
  ],
  [
    'properties are not compared where they cannot be known',
    input({ state: withT, declaration: declaredT({ topicProperties: { 'retention.ms': 7 } }) }),
    [],
    /^$/,
  ],
  [
    'a partition out of sync is under-replicated, also of an internal topic',
    input({ state: cluster({ __consumer_offsets: [partition(0, { isr: [1] }), partition(1)] }) }),
    ['under-replicated:__consumer_offsets'],
    /^Partition 0 not in sync on broker 2, 3\.$/,
  ],
  [
    'a partition without leader comes first',
    input({
      state: cluster({
        t: [partition(0), partition(1, { leader: null, earliestOffset: -1, endOffset: -1 })],
      }),
    }),
    ['leaderless:t', 'undeclared:t'],
    /^Partition 1 without leader/,
  ],
  [
    'a topic that was never written is empty',
    input({ state: cluster({ t: partitions(2, { endOffset: 0 }) }), declaration: declaredT({}) }),
    ['empty:t'],
    /never written|Nothing was ever written to it; seen so since 2026-06-29/,
  ],
  [
    'a topic whose records are all gone is empty, too',
    input({
      state: cluster({ t: partitions(2, { earliestOffset: 9, endOffset: 9 }) }),
      declaration: declaredT({}),
    }),
    ['empty:t'],
    /All its records are gone; nothing was written since 2026-06-29/,
  ],
  [
    'a topic is idle once its end offsets stood still for long',
    input({
      state: withT,
      declaration: declaredT({ owner: 'us' }),
      evidence: new Map([['t', quietFor(30, three, { lastRecordAtMs: Date.UTC(2026, 0, 2) })]]),
    }),
    ['idle:t'],
    /written for 30 days: its end offsets have stood still since 2026-05-31\. Its last record says 2026-01-02\./,
  ],
  [
    'a topic is not idle a day before',
    input({ state: withT, declaration: declaredT({}), evidence: new Map([['t', quietFor(29, three)]]) }),
    [],
    /^$/,
  ],
  [
    'a topic is not idle whose last record is younger than what the looks say',
    input({
      state: withT,
      declaration: declaredT({}),
      evidence: new Map([['t', quietFor(90, three, { lastRecordAtMs: NOW_MS - DAY_MS })]]),
    }),
    [],
    /^$/,
  ],
  [
    'a scratch topic has expired when nothing was written for its days',
    input({
      state: cluster({ 'tmp-a': three, 'tmp-b': three }),
      declaration: declaring({ scratch: [{ pattern: 'tmp-*', expireAfterDays: 14, owner: 'all' }] }),
      evidence: new Map([['tmp-a', quietFor(14, three)]]),
    }),
    ['scratch-expired:tmp-a'],
    /fits tmp-\*, and nothing was written for 14 days \(14 are allowed\)/,
  ],
  [
    'a topic that could not be read is said to be unknown',
    input({
      state: { ...cluster({}), listed: new Set(['t']), unread: new Map([['t', 'no answer.']]) },
      declaration: declaredT({ partitionCount: 9 }),
    }),
    ['not-readable:t'],
    /nothing is known of it: no answer\./,
  ],
  [
    'a topic that one node alone shows is neither missing nor undeclared',
    input({ state: { ...cluster({}), disputed: new Set(['t', 'u']) }, declaration: declaredT({}) }),
    ['disputed:t', 'disputed:u'],
    /nodes disagree/,
  ],
  [
    'a group that stands still behind the end of the log lags; one that moved or has read all does not',
    input({
      state: cluster({ t: partitions(2, { earliestOffset: 2 }) }),
      declaration: declaredT({}),
      evidence: new Map([
        [
          't',
          quietFor(1, partitions(2), {
            groups: { slow: [5, NOW_MS - 2 * DAY_MS], moving: [5, NOW_MS], done: [20, NOW_MS - 9 * DAY_MS] },
          }),
        ],
      ]),
      groups: [
        { group: 'slow', topic: 't', offsets: new Map([[0, 5]]) },
        { group: 'moving', topic: 't', offsets: new Map([[0, 5]]) },
        {
          group: 'done',
          topic: 't',
          offsets: new Map([
            [0, 10],
            [1, 10],
          ]),
        },
      ],
    }),
    ['group-lag:t:slow'],
    /^It is 13 records behind and has not moved since 2026-06-28\.$/,
  ],
  [
    'a group whose topic is gone is told, with the call that forgets it',
    input({
      state: cluster({ other: three }),
      declaration: declaring({ protected: ['other'] }),
      groups: [{ group: 'left', topic: 't', offsets: new Map() }],
    }),
    ['group-without-topic:t:left'],
    /DELETE groups\/left\/topics\/t /,
  ],
  [
    'a group is not told to have lost its topic by a cluster that was not seen whole',
    input({
      state: { ...cluster({ other: three }), disputed: new Set(['u']) },
      declaration: declaring({ protected: ['other'] }),
      groups: [{ group: 'left', topic: 't', offsets: new Map() }],
    }),
    ['disputed:u'],
    /disagree/,
  ],
  [
    'without a declaration only what needs none is found',
    input({
      declaration: undefined,
      state: withT,
      evidence: new Map([['t', quietFor(31, three)]]),
    }),
    ['idle:t'],
    /31 days/,
  ],
];

describe('A plan finds', () => {
  test.each(cases)('%s', (_name, given, ids, reason) => {
    const { findings } = plan(given);
    expect(findings.map(({ id }) => id)).toEqual(ids);
    expect(findings[0]?.reason ?? '').toMatch(reason);
  });

  test('every kind that there is', () => {
    const found = new Set(cases.flatMap(([, given]) => plan(given).findings.map(({ kind }) => kind)));
    expect([...found].sort()).toEqual(Object.keys(findingKinds).sort());
  });

  test('the same evidence on the next day, and another when something changed', () => {
    const found = (given: PlanInput) => plan(given).findings.map(({ id, evidence }) => `${id} ${evidence}`);
    for (const [, given] of cases) {
      const nextDay = {
        ...given,
        nowMs: NOW_MS + DAY_MS,
        evidence: new Map(
          [...given.evidence].map(([topic, known]) => [topic, { ...known, lastSeenAtMs: 0 }]),
        ),
      };
      expect(found(nextDay)).toEqual(expect.arrayContaining(found(given)));
    }
    const written = (endOffset: number) =>
      found(input({ state: cluster({ t: partitions(3, { endOffset }) }) }));
    expect(written(10)).not.toEqual(written(11));
  });
});

describe('The commands of a plan are lines that an operator can run', () => {
  const commandsOf = (given: PlanInput) => plan(given).findings.flatMap(({ commands }) => commands);

  test('for a topic that is missing', () => {
    const wanted = {
      partitionCount: 6,
      replicationFactor: 3,
      topicProperties: { 'cleanup.policy': 'compact,delete', 'retention.ms': 5 },
    };
    expect(commandsOf(input({ state: cluster({}), declaration: declaredT(wanted) }))).toEqual([
      'kafka-topics.sh --bootstrap-server wn1:9092,wn2:9092,wn3:9092 --create --topic t --partitions 6 --replication-factor 3 --config cleanup.policy=compact,delete --config retention.ms=5',
    ]);
  });

  test('for partitions to be added, and for none to be taken away', () => {
    const wanting = (partitionCount: number) =>
      commandsOf(input({ state: withT, declaration: declaredT({ partitionCount }) }));
    expect(wanting(4)).toEqual([
      'kafka-topics.sh --bootstrap-server wn1:9092,wn2:9092,wn3:9092 --alter --topic t --partitions 4',
    ]);
    expect(wanting(2)).toEqual([]);
  });

  test('for properties, with brackets where a value has commas and quotes where the shell needs them', () => {
    const topicProperties = { 'cleanup.policy': 'compact,delete', 'retention.ms': 5 };
    const state = cluster({ t: three }, { brokers: [], properties: new Map([['t', {}]]) });
    expect(commandsOf(input({ state, declaration: declaredT({ topicProperties }) }))).toEqual([
      "kafka-configs.sh --bootstrap-server <broker>:9092 --entity-type topics --entity-name t --alter --add-config 'cleanup.policy=[compact,delete],retention.ms=5'",
    ]);
  });

  test('for another replication factor: those that are there stay first', () => {
    const state = cluster({ t: [partition(0, { replicas: [2] }), partition(1, { replicas: [2, 3, 1] })] });
    const [line = ''] = commandsOf(input({ state, declaration: declaredT({ replicationFactor: 2 }) }));
    expect(line).toMatch(/^kafka-reassign-partitions\.sh .* --execute /);
    expect(JSON.parse(/echo '(.*)'\)$/.exec(line)?.[1] ?? '')).toEqual({
      version: 1,
      partitions: [
        { topic: 't', partition: 0, replicas: [2, 1] },
        { topic: 't', partition: 1, replicas: [2, 3] },
      ],
    });
  });
});

describe('What a plan does', () => {
  const scratch = declaring({ scratch: [{ pattern: 'tmp-*', expireAfterDays: 14 }] });
  const expired = (changed: Partial<PlanInput> = {}) =>
    input({
      state: cluster({ 'tmp-a': three }),
      declaration: scratch,
      evidence: new Map([['tmp-a', quietFor(20, three)]]),
      ...changed,
    });
  const evidenceOf = (given: PlanInput, id: string) =>
    plan(given).findings.find((found) => found.id === id)?.evidence ?? '';
  const ofTmp = { topic: 'tmp-a', finding: 'scratch-expired:tmp-a' };
  const evidence = evidenceOf(expired(), ofTmp.finding);
  const marked = (days: number, changed: Partial<Mark> = {}) =>
    new Map([['tmp-a', { ...ofTmp, evidence, markedAtMs: NOW_MS - days * DAY_MS, ...changed }]]);
  const approved = (changed: Partial<Approval> = {}) => {
    const approval = { ...ofTmp, evidence, who: 'op', reason: 'old', approvedAtMs: 0, ...changed };
    return new Map([[approval.finding, approval]]);
  };
  const kindsOf = (given: PlanInput) => plan(given).actions.map(({ kind }) => kind);

  test('it creates what is missing, as it is declared', () => {
    const shape = { partitionCount: 3, owner: 'us' };
    expect(plan(input({ declaration: declaredT(shape) })).actions).toEqual([
      { kind: 'create', topic: 't', shape, reason: 'It is declared and not there.' },
    ]);
  });

  test('it marks what has expired, deletes it after the wait with an approval, and closes the mark once it is gone', () => {
    expect(kindsOf(expired())).toEqual(['mark']);
    expect(kindsOf(expired({ marks: marked(0) }))).toEqual([]);
    expect(kindsOf(expired({ marks: marked(7) }))).toEqual([]);
    expect(kindsOf(expired({ marks: marked(6), approvals: approved() }))).toEqual([]);
    expect(plan(expired({ marks: marked(7), approvals: approved() })).actions).toEqual([
      {
        ...ofTmp,
        kind: 'delete',
        evidence,
        endOffsets: [10, 10, 10],
        mark: marked(7).get('tmp-a'),
        reason: 'Marked since 2026-06-23, approved by op, not written meanwhile.',
      },
    ]);
    const gone = { state: cluster({ other: three }), declaration: declaring({ protected: ['other'] }) };
    expect(kindsOf(expired({ ...gone, marks: marked(7), approvals: approved() }))).toEqual(['close']);
  });

  test('it never marks an undeclared topic that nobody has approved, however idle', () => {
    const idle = input({ state: withT, evidence: new Map([['t', quietFor(900, three)]]) });
    expect(kindsOf(idle)).toEqual([]);
    const seen = evidenceOf(idle, 'undeclared:t');
    const named = approved({ topic: 't', finding: 'undeclared:t', evidence: seen });
    expect(kindsOf({ ...idle, approvals: named })).toEqual(['mark']);
    const mark = { topic: 't', finding: 'undeclared:t', evidence: seen, markedAtMs: NOW_MS - 9 * DAY_MS };
    const marks = new Map([['t', mark]]);
    expect(kindsOf({ ...idle, approvals: named, marks })).toEqual(['delete']);
    expect(kindsOf({ ...idle, marks })).toEqual(['lift']);
  });

  test('it lifts the mark of a topic that was written to, and the approval with it', () => {
    const written = {
      state: cluster({ 'tmp-a': partitions(3, { endOffset: 11 }) }),
      evidence: new Map([['tmp-a', quietFor(0, partitions(3, { endOffset: 11 }))]]),
    };
    const actions = plan(expired({ ...written, marks: marked(9), approvals: approved() })).actions;
    expect(actions.map(({ kind }) => kind)).toEqual(['lift', 'withdraw']);
  });

  test.each([
    ['declared', { declaration: declaring({ topics: new Map([['tmp-a', {}]]) }) }],
    ['protected', { declaration: { ...scratch, protected: ['tmp-*'] } }],
  ])('it lifts the mark of a topic that is %s now', (_what, changed) => {
    const actions = plan(expired({ ...changed, marks: marked(9), approvals: approved() })).actions;
    expect(actions.map(({ kind }) => kind)).toEqual(['lift', 'withdraw']);
  });

  test('an approval of what was there before is no approval', () => {
    const other = approved({ evidence: 'other' });
    expect(kindsOf(expired({ marks: marked(9), approvals: other }))).toEqual(['withdraw']);
  });

  test.each([
    ['shows no topic', { state: cluster({}) }],
    ['was looked at in part', { state: { ...expired().state, isCutShort: true } }],
    ['shows topics that nodes disagree on', { state: { ...expired().state, disputed: new Set(['u']) } }],
    [
      'could not be read whole',
      {
        state: { ...expired().state, listed: new Set(['tmp-a', 'u']), unread: new Map([['u', 'late']]) },
      },
    ],
    ['shows the topic without a leader', { state: cluster({ 'tmp-a': partitions(3, { leader: null }) }) }],
    ['has lost partitions of it', { state: cluster({ 'tmp-a': [partition(0), partition(2)] }) }],
  ])('it deletes and closes nothing where the cluster %s', (_what, changed) => {
    expect(kindsOf(expired({ ...changed, marks: marked(9), approvals: approved() }))).toEqual([]);
  });

  test('it deletes no more at a time than it may, the longest marked first', () => {
    const names = ['tmp-a', 'tmp-b', 'tmp-c'];
    const given = expired({
      state: cluster(Object.fromEntries(names.map((name) => [name, three]))),
      evidence: new Map(names.map((name) => [name, quietFor(20, three)])),
      maxDeletions: 2,
    });
    const marks = new Map<string, Mark>();
    const approvals = new Map<string, Approval>();
    for (const [index, topic] of names.entries()) {
      const finding = `scratch-expired:${topic}`;
      const own = { topic, finding, evidence: evidenceOf(given, finding) };
      marks.set(topic, { ...own, markedAtMs: NOW_MS - (8 + index) * DAY_MS });
      approvals.set(finding, { ...own, who: 'op', reason: '', approvedAtMs: 0 });
    }
    const { actions } = plan({ ...given, marks, approvals });
    expect(actions.map(({ topic }) => topic)).toEqual(['tmp-c', 'tmp-b']);
  });

  test('without a declaration it does nothing', () => {
    expect(kindsOf(expired({ declaration: undefined, marks: marked(9), approvals: approved() }))).toEqual([]);
  });
});
