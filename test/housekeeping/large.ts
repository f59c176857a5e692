import assert from 'node:assert/strict';
import type { Tally } from '../seed/tally.ts';
import { days, startKeeping } from '../shared/housekeeping/keeping.ts';

const TOPICS = 2000;
const PARTITIONS = 12;
const BUDGET_MS = 120_000;

/** 2,000 topics of 12 partitions on the stand-in: what a run costs, and what a proxy that is busy does to it. */
export async function large(tally: Tally): Promise<void> {
  const keeping = await startKeeping();
  const { log, app } = keeping;
  const { faults } = app.standIns.kafkaRest;
  try {
    for (let index = 0; index < TOPICS; index += 1) {
      await log.createTopic({ name: `topic-${index}`, partitionCount: PARTITIONS });
      const record = { partition: index % PARTITIONS, key: null, value: Buffer.from('x') };
      await log.append(`topic-${index}`, [{ ...record, timestampMs: keeping.nowMs }]);
    }
    await keeping.declare({ topics: { 'topic-0': { partitionCount: PARTITIONS } }, idleAfterDays: 1 });
    const run = async () => {
      faults.resetHits();
      const before = { ms: performance.now(), bytes: process.memoryUsage().rss };
      const report = await keeping.open().run({ who: 'op', dryRun: true }, AbortSignal.timeout(BUDGET_MS));
      assert.ok(report);
      const seconds = ((performance.now() - before.ms) / 1000).toFixed(1);
      const mebibytes = ((process.memoryUsage().rss - before.bytes) / 2 ** 20).toFixed(0);
      const hits = Object.entries(faults.allHits()).map(([call, count]) => `${count} ${call}`);
      console.log(
        `${TOPICS} x ${PARTITIONS}: ${hits.join(', ')}; ${seconds} s, ${mebibytes} MiB more than before`,
      );
      return report;
    };

    await tally.check(
      '2,000 topics take a call each and three more, and a hundred reads once they are idle',
      async () => {
        assert.equal((await run()).calls, TOPICS + 3);
        keeping.nowMs += days(2);
        assert.equal((await run()).calls, TOPICS + 3 + 100);
        assert.equal(faults.hits('consume'), 100);
      },
    );

    await tally.check(
      'a proxy that answers 429 and 503 is asked again, and the run does not fail',
      async () => {
        const throttled = { kind: 'status', status: 429, headers: { 'retry-after': '0' } } as const;
        faults.add({ call: 'partitions', fault: throttled, times: 50 });
        faults.add({ call: 'partitions', fault: { ...throttled, status: 503 }, times: 50 });
        const report = await run();
        assert.equal(report.partial, null);
        assert.equal(faults.hits('partitions'), TOPICS + 100);
      },
    );
  } finally {
    await keeping.close();
  }
}
