import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Line } from './line.ts';
import { readThroughHandler } from './read-once.ts';

const ROUNDS = 3;
const WAITING = 30;
/** By then the pauses between polls have grown to their longest. */
const IDLE_MS = 5000;

/** From the answer of a produce to that of a read that waited for it at the end of an idle partition. */
export const longPoll: Line = {
  name: 'long-poll',
  async measure({ dependencies }) {
    const tookMs: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) tookMs.push(...(await wake(dependencies)));
    tookMs.sort((a, b) => a - b);
    const at = (share: number) => (tookMs[Math.floor(tookMs.length * share)] ?? NaN).toFixed(0);
    return [{ what: 'produce to answer of a long poll', figure: `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms` }];
  },
};

async function wake(dependencies: Bench['dependencies']): Promise<number[]> {
  const read = readThroughHandler(dependencies, 1, 'offset=latest&waitMs=20000');
  let producedMs = 0;
  const waiting = Array.from({ length: WAITING }, async () => {
    await read();
    return performance.now() - producedMs;
  });
  await sleep(IDLE_MS);
  const record = { json: '{"value":1,"partition":1}', partition: 1 };
  await dependencies.produce('bench', [record], dependencies.deadline());
  producedMs = performance.now();
  return Promise.all(waiting);
}
