import { expect, test } from '@jest/globals';
import { toMarkdown } from '../../../shared/housekeeping/markdown.ts';
import { plan, type PlanInput } from '../../../shared/housekeeping/plan.ts';
import { report, type ReportedAction } from '../../../shared/housekeeping/report.ts';
import { cluster, DAY_MS, declaring, input, NOW_MS, partition, partitions, quietFor } from './seen.ts';

function markdownOf(given: PlanInput, actions: readonly ReportedAction[] = [], canDelete = false): string {
  return toMarkdown(
    report({
      ...given,
      startedAtMs: NOW_MS,
      endedAtMs: NOW_MS,
      scheduledAtMs: undefined,
      dryRun: actions.length === 0,
      cluster: 'mine',
      topicsFile: 'config/topics.json',
      partial: undefined,
      canDelete,
      findings: plan(given).findings,
      actions,
      calls: 7,
    }),
  );
}

const three = partitions(3);
const given = input({
  state: cluster({
    orders: [partition(0, { leader: null, endOffset: -1, earliestOffset: -1 }), partition(1, { isr: [1] })],
    'tmp-a': three,
    who: three,
    quiet: three,
  }),
  declaration: declaring({
    topics: new Map([
      ['orders', { partitionCount: 4, owner: 'shop|web' }],
      ['wanted', {}],
      ['quiet', {}],
    ]),
    scratch: [{ pattern: 'tmp-*', expireAfterDays: 3 }],
  }),
  evidence: new Map([
    ['tmp-a', quietFor(9, three)],
    ['quiet', quietFor(40, three)],
  ]),
});

test('a report tells a person what was seen, what waits for them, what is wrong and what to run', () => {
  expect(
    markdownOf(given)
      .split('\n')
      .filter((line) => line !== ''),
  ).toEqual([
    '# Topics of mine',
    expect.stringMatching(
      /^2026-06-30 05:00 UTC · 4 topics \(0 of Kafka's own\), 11 partitions · \*\*1 errors, 5 warnings, 1 notes\*\*$/,
    ),
    '- Declared in `config/topics.json`: 3 topics.',
    '- **Dry run**: nothing was changed; `KAFKA_HOUSEKEEPING_DRY_RUN=false` lets it act.',
    '- The proxy cannot delete or alter topics: for that an operator runs the commands below.',
    '- Topic properties were not compared: the proxy cannot be asked for them.',
    '- Evidence is kept since 2026-05-21.',
    '## Waiting for a decision',
    expect.any(String),
    expect.stringMatching(
      /^`\{"findings":\[\{"id":"scratch-expired:tmp-a","evidence":"[0-9a-f]{16}"\}\],"reason":"…"\}`$/,
    ),
    '| finding | evidence | owner | state | |',
    '| --- | --- | --- | --- | --- |',
    expect.stringMatching(
      /^\| `scratch-expired:tmp-a` \| `[0-9a-f]{16}` \| {2}\| not approved \| It fits tmp-\*/,
    ),
    expect.stringMatching(/^\| `undeclared:who` /),
    '## Errors',
    expect.any(String),
    expect.any(String),
    expect.stringMatching(/^\| leaderless \| `orders` \| /),
    '## Warnings',
    expect.any(String),
    expect.any(String),
    expect.stringMatching(/^\| missing \| `wanted` /),
    expect.stringMatching(/^\| partition-count-differs \| `orders` \| shop\\\|web \| /),
    expect.stringMatching(/^\| under-replicated \| `orders` /),
    '## Notes',
    expect.any(String),
    expect.any(String),
    expect.stringMatching(/^\| idle \| `quiet` /),
    '## For an operator to run',
    '```sh',
    expect.stringMatching(/--create --topic wanted$/),
    expect.stringMatching(/--alter --topic orders --partitions 4$/),
    '```',
  ]);
});

test('what was done stands there with its outcome, and what is due with its command', () => {
  const detail =
    'The proxy cannot delete topics: an operator runs kafka-topics.sh --bootstrap-server b:9092 --delete --topic tmp-a';
  const acted = markdownOf(given, [
    { kind: 'create', topic: 'wanted', reason: 'r', outcome: 'done', detail: 'Made.' },
    { kind: 'delete', topic: 'tmp-a', reason: 'r', outcome: 'held', detail },
  ]);
  expect(acted).toMatch(
    /## Done\n\n.*\n.*\n\| create \| `wanted` \| done \| Made\. \|\n\| delete \| `tmp-a` \| held \|/,
  );
  expect(acted).toMatch(/```sh\nkafka-topics\.sh --bootstrap-server b:9092 --delete --topic tmp-a\n/);
  expect(acted).not.toMatch(/--create --topic wanted/);
});

test('a mark, an approval and the day from which it can go are told', () => {
  const found = plan(given).findings.find(({ id }) => id === 'scratch-expired:tmp-a');
  const rests = { topic: 'tmp-a', finding: found?.id ?? '', evidence: found?.evidence ?? '' };
  const decided = {
    ...given,
    marks: new Map([['tmp-a', { ...rests, markedAtMs: NOW_MS - DAY_MS }]]),
    approvals: new Map([[rests.finding, { ...rests, who: 'op', reason: '', approvedAtMs: NOW_MS }]]),
  };
  expect(markdownOf(decided)).toMatch(/\| marked 2026-06-29, approved, can go from 2026-07-06 \|/);
});

test('a long list is cut, and says so', () => {
  const many = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`t${index}`, three]));
  expect(markdownOf(input({ state: cluster(many) }))).toMatch(/\n… and 50 more, which are in the JSON\n/);
});

test('without a declaration the report says that it is one alone', () => {
  expect(markdownOf({ ...given, declaration: undefined })).toMatch(/No declared topics/);
});
