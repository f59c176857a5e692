import { MemoryLog } from '../../../local/kafka-rest/memory-log.ts';
import { describeLog } from './log-promises.ts';

describeLog('in memory', () => {
  const clock = { ms: Date.UTC(2026, 0, 1) };
  const now = () => clock.ms;
  const log = new MemoryLog({ now });
  return Promise.resolve({
    log,
    now,
    pass: (ms) => {
      clock.ms += ms;
      return Promise.resolve();
    },
    compact: (topic) => {
      log.compact(topic);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  });
});
