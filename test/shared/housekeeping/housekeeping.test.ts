import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Progress } from '../../../shared/consuming/groups/progress.ts';
import type { Report } from '../../../shared/housekeeping/report.ts';
import { adminOf, days, type Keeping, startKeeping } from './keeping.ts';

let keeping: Keeping;
const unlimited = () => new AbortController().signal;
const acting = { who: 'op', dryRun: false };

beforeAll(async () => {
  keeping = await startKeeping();
}, 60_000);
afterAll(() => keeping.close());

const topicsThere = async () => (await keeping.log.topics()).map(({ name }) => name).sort();
const write = (topic: string) =>
  keeping.log.append(topic, [
    { partition: 0, key: null, value: Buffer.from('x'), timestampMs: keeping.nowMs },
  ]);
const outcomes = (report: Report | undefined) =>
  report?.actions.map(({ kind, topic, outcome }) => `${kind} ${topic} ${outcome}`);
const found = (report: Report | undefined, id: string) => report?.findings.find((each) => each.id === id);

async function auditRows() {
  const range = { fromPartition: '2', beforePartition: '3' };
  const { rows } = await keeping.tables.audit.list(range);
  return rows.map(
    ({ columns }) =>
      `${columns['who'] ?? ''} ${columns['what'] ?? ''} ${columns['ids'] ?? ''} ${columns['result'] ?? ''}`,
  );
}

/** Days pass, with a run on each. */
async function runEachDay(count: number, run = keeping.open()): Promise<Report | undefined> {
  let last: Report | undefined;
  for (let day = 0; day < count; day += 1) {
    keeping.nowMs += days(1);
    last = await run.run(acting, unlimited());
  }
  return last;
}

const word = { who: 'op', reason: 'not needed' };

describe('A topic under a scratch pattern', () => {
  beforeEach(async () => {
    for (const name of await topicsThere()) if (name !== 'other') keeping.log.deleteTopic(name);
    if (!(await topicsThere()).includes('other')) await keeping.log.createTopic({ name: 'other' });
    await keeping.declare({
      topics: { orders: { partitionCount: 2 } },
      scratch: [{ pattern: 'tmp-*', expireAfterDays: 3 }],
      protected: ['other'],
    });
    // What the test before has left ends with its topics.
    await runEachDay(1);
    await keeping.log.createTopic({ name: 'tmp-a' });
    await write('tmp-a');
  });

  test('is marked, waits, is approved and deleted, and what was declared is made', async () => {
    const run = keeping.open(adminOf(keeping.log));
    const first = await run.run(acting, unlimited());
    expect(first?.actions).toEqual([]);
    const marked = await runEachDay(3, run);
    expect(outcomes(marked)).toEqual(['mark tmp-a done']);
    const finding = found(marked, 'scratch-expired:tmp-a');
    expect(finding).toMatchObject({ deletableFrom: new Date(keeping.nowMs + days(7)).toISOString() });
    expect(outcomes(await runEachDay(7, run))).toEqual([]);

    await run.approve([{ id: 'scratch-expired:tmp-a', evidence: finding?.evidence ?? '' }], {
      who: 'op',
      reason: 'not needed',
    });
    expect(outcomes(await runEachDay(1, run))).toEqual(['delete tmp-a done']);
    expect(await topicsThere()).toEqual(['orders', 'other']);
    expect(outcomes(await runEachDay(1, run))).toEqual([]);
    expect(await auditRows()).toEqual(
      expect.arrayContaining([
        'op createTopic ["orders"] created',
        'op deleteTopic ["tmp-a"] begun',
        'op deleteTopic ["tmp-a"] done',
      ]),
    );
  });

  test('that is written to after it was marked and approved stays', async () => {
    const run = keeping.open(adminOf(keeping.log));
    const marked = await runEachDay(4, run);
    const finding = found(marked, 'scratch-expired:tmp-a');
    await run.approve([{ id: 'scratch-expired:tmp-a', evidence: finding?.evidence ?? '' }], word);
    await write('tmp-a');
    expect(outcomes(await runEachDay(1, run))).toEqual(['lift tmp-a done', 'withdraw tmp-a done']);
    expect(outcomes(await runEachDay(2, run))).toEqual([]);
    expect(await topicsThere()).toContain('tmp-a');
  });

  test('is left to an operator where the app cannot delete, with the command', async () => {
    const run = keeping.open();
    const marked = await runEachDay(4, run);
    const evidence = found(marked, 'scratch-expired:tmp-a')?.evidence ?? '';
    await run.approve([{ id: 'scratch-expired:tmp-a', evidence }], word);
    const due = await runEachDay(7, run);
    expect(due?.actions).toMatchObject([{ kind: 'delete', outcome: 'held' }]);
    expect(due?.actions[0]?.detail).toMatch(
      /kafka-topics\.sh --bootstrap-server \S+ --delete --topic tmp-a$/,
    );
    keeping.log.deleteTopic('tmp-a');
    expect(outcomes(await runEachDay(1, run))).toEqual(['close tmp-a done']);
    expect(outcomes(await runEachDay(1, run))).toEqual([]);
  });

  test('stays where its approval is revoked, and where it is written to between the look and the act', async () => {
    const admin = adminOf(keeping.log);
    const run = keeping.open(admin);
    const marked = await runEachDay(4, run);
    const named = {
      id: 'scratch-expired:tmp-a',
      evidence: found(marked, 'scratch-expired:tmp-a')?.evidence ?? '',
    };
    await run.approve([named], word);
    expect(await run.revoke([named.id, 'undeclared:none'])).toEqual([named.id]);
    expect(outcomes(await runEachDay(8, run))).toEqual([]);

    await run.approve([named], word);
    const racing = keeping.open({
      ...admin,
      endOffsets: async (topic) => {
        await write(topic);
        return admin.endOffsets(topic);
      },
    });
    expect(outcomes(await runEachDay(1, racing))).toEqual(['delete tmp-a held']);
    expect(await topicsThere()).toContain('tmp-a');
  });

  test('that was made anew meanwhile, with as many records, stays', async () => {
    const marked = await runEachDay(4);
    const evidence = found(marked, 'scratch-expired:tmp-a')?.evidence ?? '';
    const run = keeping.open(adminOf(keeping.log));
    await run.approve([{ id: 'scratch-expired:tmp-a', evidence }], word);
    await runEachDay(6);
    keeping.log.deleteTopic('tmp-a');
    await keeping.log.createTopic({ name: 'tmp-a' });
    await write('tmp-a');
    const held = await runEachDay(1, run);
    expect(held?.actions).toMatchObject([{ kind: 'delete', outcome: 'held' }]);
    expect(held?.actions[0]?.detail).toMatch(/younger than its mark/);
    expect(await topicsThere()).toContain('tmp-a');
  });

  test('whose deletion broke off before it was noted is closed by the next run', async () => {
    const admin = adminOf(keeping.log);
    const run = keeping.open({
      ...admin,
      remove: async (topic) => {
        await admin.remove(topic);
        throw new Error('killed');
      },
    });
    const marked = await runEachDay(4, run);
    const evidence = found(marked, 'scratch-expired:tmp-a')?.evidence ?? '';
    await run.approve([{ id: 'scratch-expired:tmp-a', evidence }], word);
    await runEachDay(6, run);
    await expect(runEachDay(1, run)).rejects.toThrow('killed');
    expect(outcomes(await runEachDay(1))).toEqual(['close tmp-a done']);
    expect(outcomes(await runEachDay(1))).toEqual([]);
  });
});

describe('An approval', () => {
  test('is refused as a whole, with every fault, for what is not in the last report, needs none or has changed', async () => {
    await keeping.declare({ topics: { missing: {} } });
    await keeping.log.createTopic({ name: 'extra' });
    const run = keeping.open();
    keeping.nowMs += days(1);
    const report = await run.run({ who: 'op', dryRun: true }, unlimited());
    const evidence = found(report, 'undeclared:extra')?.evidence ?? '';
    const good = { id: 'undeclared:extra', evidence };
    const approving = (...findings: { id: string; evidence: string }[]) => run.approve(findings, word);
    await expect(approving(good, { id: 'undeclared:none', evidence })).rejects.toMatchObject({
      code: 'finding-not-found',
      options: { faults: [{ pointer: '#/findings/1' }] },
    });
    await expect(approving({ id: 'missing:missing', evidence }, good)).rejects.toMatchObject({
      code: 'invalid-request',
    });
    await expect(approving(good, { ...good, evidence: 'other' })).rejects.toMatchObject({
      code: 'finding-changed',
    });
    const next = await run.run({ who: 'op', dryRun: true }, unlimited());
    expect(found(next, 'undeclared:extra')).not.toHaveProperty('approvedBy');
    await approving(good);
    const last = await run.run(acting, unlimited());
    expect(found(last, 'undeclared:extra')).toMatchObject({
      approvedBy: 'op',
      markedAt: expect.any(String) as unknown,
    });
  });
});

describe('A run', () => {
  test('in which nothing may be done says what would be, and does not do it', async () => {
    await keeping.declare({ topics: { wanted: {} } });
    keeping.nowMs += days(1);
    const report = await keeping.open().run({ who: 'op', dryRun: true }, unlimited());
    expect(report).toMatchObject({
      dryRun: true,
      actions: expect.arrayContaining([
        expect.objectContaining({ kind: 'create', topic: 'wanted', outcome: 'planned' }),
      ]) as unknown,
    });
    expect(await topicsThere()).not.toContain('wanted');
    expect(await keeping.open().lastReport()).toEqual(report);
  });

  test.each([
    ['', /is empty/],
    ['{"topics":{}}', /fewer than 1/],
    ['{"topics":{"a":{"partitionCounts":3}}}', /do you mean partitionCount/],
  ])('on a file of %j fails before it asks the proxy anything', async (file, what) => {
    await keeping.declare(file);
    keeping.app.standIns.kafkaRest.faults.resetHits();
    await expect(keeping.open().run(acting, unlimited())).rejects.toMatchObject({
      code: 'settings-invalid',
      message: expect.stringMatching(what) as unknown,
    });
    expect(keeping.app.standIns.kafkaRest.faults.allHits()).toEqual({});
  });

  test('serves each tick once, whoever comes second', async () => {
    await keeping.declare({ topics: { wanted: {} } });
    const tick = { ...acting, scheduledAtMs: keeping.nowMs };
    const instances = [keeping.open(), keeping.open(), keeping.open()];
    const together = await Promise.allSettled(instances.map((each) => each.run(tick, unlimited())));
    const served = together.filter((each) => each.status === 'fulfilled' && each.value !== undefined);
    const refused = together.flatMap((each) =>
      each.status === 'rejected' ? [(each.reason as { code: string }).code] : [],
    );
    expect(served).toHaveLength(1);
    expect(new Set(refused)).toEqual(new Set(['housekeeping-running']));
    expect(await keeping.open().run(tick, unlimited())).toBeUndefined();
    keeping.nowMs += days(1);
    expect(await keeping.open().run({ ...tick, scheduledAtMs: keeping.nowMs }, unlimited())).toBeDefined();
  });

  test('that is out of time reports what it saw, and does nothing', async () => {
    await keeping.declare({ topics: { 'never-made': {} } });
    keeping.nowMs += days(1);
    const over = new AbortController();
    const { faults } = keeping.app.standIns.kafkaRest;
    faults.add({ call: 'partitions', fault: { kind: 'hang' } });
    const running = keeping.open().run(acting, over.signal);
    const before = faults.hits('partitions');
    while (faults.hits('partitions') === before) await new Promise((resolve) => setImmediate(resolve));
    over.abort();
    const report = await running;
    faults.clear();
    expect(report).toMatchObject({ partial: 'the time was up before everything was looked at' });
    expect(report?.actions.map(({ outcome }) => outcome)).not.toContain('done');
    expect(await topicsThere()).not.toContain('never-made');
  });

  test('leaves no report for longer than it is to', async () => {
    await keeping.declare({ topics: { wanted: {} } });
    await keeping.open().run(acting, unlimited());
    keeping.nowMs += days(91);
    await keeping.open().run(acting, unlimited());
    const { rows } = await keeping.tables.decisions.list({
      partitionKey: 'c1',
      from: 'run.',
      before: 'run/',
    });
    expect(rows.map(({ rowKey }) => rowKey)).toEqual([`run.${new Date(keeping.nowMs).toISOString()}`]);
  });
});

test('A group that does not get on, and one whose topic is gone, are in the report', async () => {
  await keeping.declare({ topics: { wanted: {} } });
  await keeping.log.createTopic({ name: 'read' });
  await write('read');
  const position = { committed: 0, begun: 0, lease: null, committedBy: '', endedBy: '', deliveries: [] };
  const rows = { exists: false, partitions: new Map(), nowMs: 0 };
  for (const topic of ['read', 'never-there']) {
    await keeping.groupStore.write({ group: 'g', topic }, rows, new Map([[0, position]]), unlimited());
  }
  const report = await runEachDay(2);
  expect(report?.findings.filter(({ group }) => group === 'g').map(({ id }) => id)).toEqual([
    'group-without-topic:never-there:g',
    'group-lag:read:g',
  ]);
});

describe('A group whose topic was seen and is gone', () => {
  const position = { committed: 0, begun: 0, lease: null, committedBy: '', endedBy: '', deliveries: [] };
  const lease = { id: 'l', from: 0, next: 1, ends: { afterMs: 3_600_000 } };
  const readOf = (topic: string) => keeping.groupStore.read({ group: 'left', topic }, unlimited());
  const isKept = async (topic: string) => (await readOf(topic)).exists;
  const stand = async (topic: string, progress: Progress) =>
    keeping.groupStore.write(
      { group: 'left', topic },
      await readOf(topic),
      new Map([[0, progress]]),
      unlimited(),
    );

  /** What the last of some days forgot. */
  const forgotten = async (count: number) =>
    outcomes(await runEachDay(count))?.filter((outcome) => outcome.startsWith('forget '));

  beforeEach(async () => {
    await keeping.declare({ topics: { wanted: {} } });
    await keeping.log.createTopic({ name: 'going' });
    await stand('going', position);
  });

  test('is forgotten after the wait, unless a member holds a lease', async () => {
    await keeping.log.createTopic({ name: 'held' });
    await stand('held', { ...position, lease });
    await runEachDay(1);
    keeping.log.deleteTopic('going');
    keeping.log.deleteTopic('held');
    expect(await forgotten(7)).toEqual([]);
    expect(await isKept('going')).toBe(true);
    expect(await forgotten(1)).toEqual(['forget going done', 'forget held held']);
    expect([await isKept('going'), await isKept('held')]).toEqual([false, true]);
    expect(await auditRows()).toContainEqual(expect.stringMatching(/^op deleteGroup .*left.*going.* done$/));
    await stand('held', position);
    expect(await forgotten(1)).toEqual(['forget held done']);
  });

  test('stays where the topic comes back within the wait', async () => {
    await runEachDay(1);
    keeping.log.deleteTopic('going');
    await runEachDay(6);
    await keeping.log.createTopic({ name: 'going' });
    await runEachDay(1);
    keeping.log.deleteTopic('going');
    expect(await forgotten(7)).toEqual([]);
    expect(await isKept('going')).toBe(true);
  });
});

test('A plan is what a run would find, and writes nothing', async () => {
  await keeping.declare({ topics: { wanted: { partitionCount: 2 } } });
  await keeping.log.createTopic({ name: 'extra-2' });
  const fresh = keeping.open(undefined, 'c2');
  const report = await fresh.plan(unlimited());
  expect(report.findings.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['undeclared:extra-2', 'empty:extra-2']),
  );
  expect(report).toMatchObject({ run: new Date(keeping.nowMs).toISOString(), dryRun: true });
  expect(await fresh.lastReport()).toBeUndefined();
  expect((await keeping.tables.evidence.list({ partitionKey: 'c2' })).rows).toEqual([]);
});
