import assert from 'node:assert/strict';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { startNode } from '../../local/child-process.ts';
import { type OpenLog, openKafkaLog } from '../../local/kafka-rest/open-kafka-log.ts';
import { createKafkaAdmin } from '../../shared/housekeeping/kafka-admin.ts';
import { toMarkdown } from '../../shared/housekeeping/markdown.ts';
import type { Report } from '../../shared/housekeeping/report.ts';
import { type Broker, startBroker } from '../real-kafka/start-broker.ts';
import type { Tally } from '../seed/tally.ts';
import { days, type Keeping, startKeepingOf } from '../shared/housekeeping/keeping.ts';
import { declared, makeTopics, namesOf, properties, topics, write } from './topics.ts';

const acting = { who: 'op', dryRun: false };
const word = { who: 'op', reason: 'nobody needs it' };
const unlimited = () => new AbortController().signal;

const found = (report: Report, kind: string) =>
  report.findings.filter((finding) => finding.kind === kind).map(({ topic }) => topic);
const acted = ({ actions }: Report) =>
  actions.map(({ kind, topic, outcome }) => `${kind} ${topic} ${outcome}`);
const named = (report: Report, ids: readonly string[]) =>
  report.findings.filter(({ id }) => ids.includes(id)).map(({ id, evidence }) => ({ id, evidence }));

/** Thirty days of a real Kafka's 200 topics, one run a day. */
export async function thirtyDays(tally: Tally): Promise<void> {
  const broker = await startBroker();
  const log = await openKafkaLog(broker.bootstrap);
  const kafka = createKafkaAdmin({ bootstrap: [broker.bootstrap] });
  // In the past: Kafka takes no records from the future.
  const clock = { nowMs: Date.now() - days(60) };
  // What the list hides could not be touched anyway.
  const keeping = await startKeepingOf(log, clock, { 'internal-topics-listed': 'true' });
  try {
    await keeping.declare(declared);
    await makeTopics(log, keeping.nowMs);
    await story(tally, { broker, log, keeping, instance: keeping.open(kafka) });
  } finally {
    await keeping.close();
    await kafka.close();
    await log.close();
    await broker.stop();
  }
}

interface Scene {
  readonly broker: Broker;
  readonly log: OpenLog;
  readonly keeping: Keeping<OpenLog>;
  readonly instance: ReturnType<Keeping['open']>;
}

async function story(tally: Tally, { broker, log, keeping, instance }: Scene): Promise<void> {
  const spent: { readonly calls: number; readonly ms: number }[] = [];
  let day = 0;
  const run = async () => {
    const before = performance.now();
    const report = await instance.run(acting, unlimited());
    assert.ok(report);
    spent.push({ calls: report.calls, ms: performance.now() - before });
    return report;
  };
  /** Busy topics are written each fifth day. */
  const runUntil = async (last: number): Promise<Report> => {
    for (; ; day += 1) {
      if (day % 5 === 0)
        await write(log, [...topics.busy, ...topics.fewPartitions, ...topics.otherProperties], keeping.nowMs);
      const report = await run();
      if (day === last) return report;
      keeping.nowMs += days(1);
    }
  };
  const nextDay = () => {
    day += 1;
    keeping.nowMs += days(1);
  };

  await tally.check('the first run is right to the topic, and creates what is missing', async () => {
    const report = await runUntil(0);
    assert.deepEqual(found(report, 'missing'), topics.missing);
    assert.deepEqual(found(report, 'undeclared'), topics.undeclared);
    assert.deepEqual(found(report, 'partition-count-differs'), topics.fewPartitions);
    assert.deepEqual(found(report, 'properties-differ'), topics.otherProperties);
    assert.equal(report.counts.internal, topics.internal.length);
    assert.deepEqual(
      report.findings.filter(({ topic }) => topic.startsWith('__')),
      [],
    );
    assert.deepEqual(
      acted(report),
      topics.missing.map((topic) => `create ${topic} done`),
    );
    const there = await namesOf(log);
    assert.deepEqual(
      topics.missing.filter((topic) => !there.includes(topic)),
      [],
    );
  });

  await tally.check('a second run of the same moment changes nothing', async () => {
    assert.deepEqual((await run()).actions, []);
  });

  nextDay();
  await tally.check('what nobody writes to is marked, and told idle, on its day and not before', async () => {
    assert.deepEqual(acted(await runUntil(9)), []);
    nextDay();
    assert.deepEqual(
      acted(await runUntil(10)),
      topics.scratch.map((topic) => `mark ${topic} done`),
    );
  });

  const [tmp0 = '', tmp1 = '', tmp2 = '', tmp3 = '', tmp4 = ''] = topics.scratch;
  const [who0 = '', who1 = '', who2 = ''] = topics.undeclared;
  await tally.check(
    'approvals are taken as the report shows them, and two topics are written to after that',
    async () => {
      const ids = [
        ...[tmp0, tmp1, tmp2].map((topic) => `scratch-expired:${topic}`),
        ...[who0, who1].map((topic) => `undeclared:${topic}`),
      ];
      const report = await instance.lastReport();
      assert.ok(report);
      await instance.approve(named(report, ids), word);
      nextDay();
      assert.deepEqual(acted(await runUntil(11)), [`mark ${who0} done`, `mark ${who1} done`]);
      await write(log, [tmp1, who1], keeping.nowMs);
      nextDay();
      const lifted = acted(await runUntil(12));
      assert.deepEqual(lifted.sort(), [
        `lift ${tmp1} done`,
        `lift ${who1} done`,
        `withdraw ${tmp1} done`,
        `withdraw ${who1} done`,
      ]);
    },
  );

  await tally.check('after the wait goes what was approved and left alone, and nothing else', async () => {
    nextDay();
    assert.deepEqual(acted(await runUntil(16)), []);
    nextDay();
    assert.deepEqual(acted(await runUntil(17)), [`delete ${tmp0} done`, `delete ${tmp2} done`]);
    nextDay();
    assert.deepEqual(acted(await runUntil(18)), [`delete ${who0} done`]);
    const there = await namesOf(log);
    const gone = Object.values(topics)
      .flat()
      .filter((topic) => !there.includes(topic));
    assert.deepEqual(gone.sort(), [tmp0, tmp2, who0].sort());
  });

  nextDay();
  await tally.check('a topic that was made anew under its name, as full as before, stays', async () => {
    const report = await instance.lastReport();
    assert.ok(report);
    await instance.approve(named(report, [`undeclared:${who2}`]), word);
    await runUntil(25);
    const kafka = createKafkaAdmin({ bootstrap: [broker.bootstrap] });
    await kafka.remove(who2);
    await kafka.close();
    await log.createTopic({ name: who2, partitionCount: 2, replicationFactor: 1, properties });
    // As old as the first: only Kafka's own id tells them apart.
    await write(log, [who2], keeping.nowMs - days(25));
    nextDay();
    const again = await runUntil(26);
    assert.deepEqual(
      again.actions.map(({ topic, outcome }) => `${topic} ${outcome}`),
      [`${who2} held`],
    );
    assert.match(again.actions[0]?.detail ?? '', /made anew/);
    await instance.revoke([`undeclared:${who2}`]);
  });

  nextDay();
  await tally.check(
    'SIGKILL in the middle of acting: what was deleted is closed by the next run, and nothing else is touched',
    async () => {
      const before = await instance.lastReport();
      assert.ok(before);
      await instance.approve(named(before, [`scratch-expired:${tmp3}`]), word);
      assert.equal(await killedWhileDeleting(broker.bootstrap, keeping), `deleted ${tmp3}`);
      const rerun = await afterLease(() => runUntil(27));
      // What came before the deletion, as the mark whose approval was revoked, was done by the one that was killed.
      assert.deepEqual(acted(rerun), [`close ${tmp3} done`]);
      assert.deepEqual((await run()).actions, []);
    },
  );

  nextDay();
  await tally.check('after thirty days the idle topics are known, to the topic', async () => {
    const report = await runUntil(30);
    // The one that was made anew is as idle by its end offsets, which is all that the proxy tells.
    const untouched = topics.undeclared.filter((topic) => ![who0, who1].includes(topic));
    assert.deepEqual(found(report, 'idle').sort(), [...topics.idle, tmp4, ...untouched].sort());
    assert.deepEqual(found(report, 'empty').sort(), topics.missing);
    assert.deepEqual(report.partial, null);
    console.log(`\n${toMarkdown(report)}`);
  });

  const calls = spent.map((each) => each.calls);
  console.log(
    `calls of the proxy in one run: ${Math.min(...calls)} to ${Math.max(...calls)}; ms: ${Math.round(Math.max(...spent.map(({ ms }) => ms)))} at most`,
  );
}

/** The first line that a run in a process of its own says, which is then killed. */
async function killedWhileDeleting(
  bootstrap: string,
  { azurite, topicsFile, nowMs, app }: Keeping<OpenLog>,
): Promise<string> {
  const child = startNode(
    [join(import.meta.dirname, 'acting.ts'), bootstrap, azurite.connectionString, topicsFile, String(nowMs)],
    { env: { ...process.env, ...app.standIns.environment } },
  );
  child.process.stderr?.pipe(process.stderr);
  assert.ok(child.process.stdout);
  for await (const line of createInterface(child.process.stdout)) {
    child.process.kill('SIGKILL');
    await child.exited;
    return line;
  }
  throw new Error('it ended before it deleted anything');
}

/** Once the lease of the one that was killed has ended. */
async function afterLease<T>(action: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if ((error as { code?: string }).code !== 'housekeeping-running') throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}
