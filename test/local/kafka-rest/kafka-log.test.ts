import { setTimeout as sleep } from 'node:timers/promises';
import { onRealKafka } from '../../support/real-kafka.ts';
import { describeLog } from './log-promises.ts';

onRealKafka('the promises of a log', ({ openLog }) => {
  describeLog('on real Kafka', async () => {
    const log = await openLog();
    const key = Buffer.from('last');
    const all = { maxRecords: 100, maxBytes: 10_000 };
    return {
      log,
      now: Date.now,
      pass: async (ms, untilTrue) => {
        await sleep(ms);
        await eventually(untilTrue);
      },
      // The cleaner leaves the newest segment alone: one more record begins another, as old ones are too old for it.
      compact: async (topic) => {
        const before = (await log.read(topic, 0, 0, all)).records.length;
        await sleep(150);
        await log.append(topic, [{ partition: 0, key, value: key, timestampMs: Date.now() }]);
        await eventually(async () => (await log.read(topic, 0, 0, all)).records.length < before);
      },
      close: () => log.close(),
    };
  });
});

async function eventually(isTrue: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + 15_000;
  while (!(await isTrue())) {
    if (Date.now() > until) throw new Error('not within 15 s');
    await sleep(100);
  }
}
