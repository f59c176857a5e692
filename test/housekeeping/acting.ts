import { createKafkaAdmin } from '../../shared/housekeeping/kafka-admin.ts';
import { createDependencies } from '../../shared/dependencies.ts';
import { openInstance, openStorage } from '../shared/housekeeping/open-instance.ts';

/**
 * One run in a process of its own, which is killed in the middle of acting: it says what it has deleted, and then
 * never gets on. Arguments: bootstrap, connection string, file of the topics, time.
 */
const [bootstrap = '', connectionString = '', topicsFile = '', nowMs = ''] = process.argv.slice(2);
const kafka = createKafkaAdmin({ bootstrap: [bootstrap] });
const instance = openInstance({
  dependencies: createDependencies(process.env),
  storage: openStorage(connectionString),
  topicsFile,
  nowMs: () => Number(nowMs),
  kafka: {
    ...kafka,
    remove: async (topic) => {
      await kafka.remove(topic);
      console.log(`deleted ${topic}`);
      await new Promise(() => setInterval(() => undefined, 1000));
    },
  },
});
await instance.run({ who: 'op', dryRun: false }, new AbortController().signal);
