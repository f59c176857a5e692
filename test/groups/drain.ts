import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAzurite } from '../../local/azurite.ts';
import { buildAppFolder } from '../../local/build.ts';
import { type FunctionHost, startFunctionHost } from '../../local/function-host.ts';
import { MemoryLog } from '../../local/kafka-rest/memory-log.ts';
import { startStandIns } from '../../local/stand-ins.ts';
import { type Batch, runMember } from './member.ts';

/**
 * A topic drained by a group of four members on two hosts, on a real Azurite: once where nothing fails, and once where a
 * host is killed half-way and its members with it. `node test/groups/drain.ts [--records N]`.
 */

const PARTITIONS = 8;
const COUNT = 1000;
const LEASE_SECONDS = 5;
const VALUE = Buffer.from('{"amount":12.50}');

interface Drained {
  readonly seconds: number;
  /** Record → how often members were done with it. */
  readonly times: ReadonlyMap<string, number>;
  /** Done with by members that crashed, whose commit they saw no answer to. */
  readonly lost: ReadonlySet<string>;
  /** Those of them that were certainly not committed: they have to come again. */
  readonly uncommitted: ReadonlySet<string>;
}

function records(): number {
  const at = process.argv.indexOf('--records');
  return at < 0 ? 40_000 : Number(process.argv[at + 1]);
}

async function produce(log: MemoryLog, topic: string, count: number): Promise<void> {
  await log.createTopic({ name: topic, partitionCount: PARTITIONS });
  const timestampMs = Date.now();
  for (let at = 0; at < count; at += COUNT) {
    const some = Array.from({ length: Math.min(COUNT, count - at) }, (_, index) => ({
      partition: (at + index) % PARTITIONS,
      key: null,
      value: VALUE,
      timestampMs,
    }));
    await log.append(topic, some);
  }
}

/**
 * Two members for each host; with `kill` the second host and its members end when one of these is done with a batch,
 * has not committed it, and half of all records are done with.
 */
async function drain(
  hosts: readonly [FunctionHost, FunctionHost],
  topic: string,
  count: number,
  kill: boolean,
): Promise<Drained> {
  const [, other] = hosts;
  const times = new Map<string, number>();
  const lost = new Set<string>();
  const uncommitted = new Set<string>();
  let killed: Promise<void> | undefined;
  const kills = (batch: Batch) => {
    for (const record of batch) uncommitted.add(record);
    return other.kill();
  };
  const atWork = Promise.withResolvers<undefined>();
  const member = async (host: 0 | 1) => {
    let last: Batch = [];
    // A host that has just started would else be late for everything.
    if (host === 0) await atWork.promise;
    return runMember({
      url: () => `${hosts[host].url}/api/groups/drain/topics/${topic}`,
      count: COUNT,
      leaseSeconds: LEASE_SECONDS,
      done: (batch) => {
        last = batch;
        atWork.resolve(undefined);
        for (const record of batch) times.set(record, (times.get(record) ?? 0) + 1);
        if (kill && host === 1 && times.size >= count / 2) killed ??= kills(batch);
      },
      hasCrashed: () => host === 1 && killed !== undefined,
      isOver: () => times.size === count && [...uncommitted].every((record) => (times.get(record) ?? 0) > 1),
    }).finally(() => {
      if (host === 1 && killed !== undefined) for (const record of last) lost.add(record);
    });
  };
  const startedMs = performance.now();
  await Promise.all([member(0), member(1), member(0), member(1)]);
  const seconds = (performance.now() - startedMs) / 1000;
  await (killed ?? other.stop());
  return { seconds, times, lost, uncommitted };
}

const count = records();
const folder = await mkdtemp(join(tmpdir(), 'drain-'));
const log = new MemoryLog({ maxBytes: 4 * 1024 ** 3 });
const [azurite, standIns] = await Promise.all([
  startAzurite(),
  startStandIns({ folder, kafkaRest: { log, metadata: { refreshMs: 0 } } }),
  buildAppFolder(folder),
]);
const printed: string[] = [];
const startHost = () =>
  startFunctionHost({
    kind: 'local',
    appFolder: folder,
    port: 0,
    environment: { ...standIns.environment, KafkaStorage: azurite.connectionString },
    print: (text) => printed.push(text),
  });
let failed = 0;
const first = await startHost();
try {
  for (const kill of [false, true]) {
    const topic = kill ? 'killed' : 'quiet';
    await produce(log, topic, count);
    const { seconds, times, lost, uncommitted } = await drain([first, await startHost()], topic, count, kill);
    const again = new Set([...times].filter(([, each]) => each > 1).map(([record]) => record));
    const isRight =
      times.size === count &&
      uncommitted.size > 0 === kill &&
      [...uncommitted].every((record) => again.has(record)) &&
      [...again].every((record) => lost.has(record));
    failed += isRight ? 0 : 1;
    console.log(
      `${isRight ? 'passed' : 'failed'}: ${kill ? 'a host killed' : 'nothing fails'}: ${times.size} of ${count} records in ${seconds.toFixed(1)} s, ${Math.round(count / seconds)} records/s, ${again.size} twice, of ${lost.size} whose leases were lost, ${uncommitted.size} of them certainly uncommitted`,
    );
  }
} finally {
  await first.stop();
  await standIns.close();
  await azurite.stop();
  await rm(folder, { recursive: true });
}
if (failed > 0) console.error(printed.slice(-20).join(''));
console.log(`drain: ${2 - failed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 ? 0 : 1;
