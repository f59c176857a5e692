import type { Line } from './line.ts';
import { readThroughHandler } from './read-once.ts';

const WAITING = 20;
const WAIT_SECONDS = 10;

/** What a caller costs the proxy who waits and to whom nothing comes; counted over 10 s and scaled to a minute. */
export const idleCalls: Line = {
  name: 'idle-calls',
  async measure({ dependencies, proxy }) {
    const read = readThroughHandler(dependencies, 2, `offset=latest&waitMs=${WAIT_SECONDS * 1000}`);
    const before = await proxy.hits();
    await Promise.all(Array.from({ length: WAITING }, read));
    const after = await proxy.hits();
    const perMinute = (call: string) => {
      const made = (after[call] ?? 0) - (before[call] ?? 0);
      return (made / WAITING) * (60 / WAIT_SECONDS);
    };
    const figure = `${perMinute('consume').toFixed(0)} reads, ${perMinute('partitions').toFixed(1)} of metadata`;
    return [{ what: 'calls of the proxy in an idle minute, per waiting caller', figure }];
  },
};
