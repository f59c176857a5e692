import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAzurite } from '../../local/azurite.ts';
import { buildAppFolder } from '../../local/build.ts';
import type { Entra } from '../../local/entra/start.ts';
import { startFunctionHost } from '../../local/function-host.ts';
import { APP_RESOURCE, startStandIns } from '../../local/stand-ins.ts';
import type { AccessRules } from '../../shared/access/rules.ts';
import { OWN_TOPIC, SECRET_TOPIC, SECRET_VALUE } from './senders.ts';

/** The built app in a local host of its own process, with storage, on stand-ins that work well. */
export interface Target {
  /** Up to `/api`. */
  readonly url: string;
  readonly entra: Entra;
  readonly pid: number;
  readonly output: () => string;
  readonly close: () => Promise<void>;
}

/** With the topic that the examples of the API description name, and one with a secret; with rules callers need a token that these give a right. */
export async function startTarget(
  settings: Readonly<Record<string, string>>,
  rules?: AccessRules,
): Promise<Target> {
  const folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
  const started: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true })];
  const close = async () => {
    for (const stop of started.reverse()) await stop();
  };
  try {
    await buildAppFolder(folder);
    const standIns = await startStandIns({ folder, kafkaRest: { metadata: { refreshMs: 0 } } });
    started.push(standIns.close);
    const { log } = standIns.kafkaRest;
    await log.createTopic({ name: OWN_TOPIC, partitionCount: 2, replicationFactor: 1 });
    await log.createTopic({ name: SECRET_TOPIC, partitionCount: 1, replicationFactor: 1 });
    const secret = { partition: 0, key: null, value: Buffer.from(SECRET_VALUE), timestampMs: 0 };
    await log.append(SECRET_TOPIC, [secret]);
    const azurite = await startAzurite();
    started.push(azurite.stop);
    // A heap that what stays behind would soon fill.
    const own = { KafkaStorage: azurite.connectionString, NODE_OPTIONS: '--max-old-space-size=256' };
    const printed: string[] = [];
    const accessFile = join(folder, 'config', 'access-of-fuzz.json');
    if (rules !== undefined) await writeFile(accessFile, JSON.stringify(rules));
    const byToken = {
      KAFKA_API_AUTH: 'entra',
      KAFKA_API_AUDIENCE: APP_RESOURCE,
      KAFKA_ACCESS_FILE: accessFile,
    };
    const host = await startFunctionHost({
      kind: 'local',
      appFolder: folder,
      port: 0,
      environment: { ...standIns.environment, ...own, ...settings, ...(rules && byToken) },
      print: (text) => printed.push(text),
    });
    started.push(host.stop);
    const { entra } = standIns;
    return { url: `${host.url}/api`, entra, pid: host.pid, output: () => printed.join(''), close };
  } catch (error) {
    await close();
    throw error;
  }
}
