import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAzurite } from '../../local/azurite.ts';
import { buildAppFolder } from '../../local/build.ts';
import { startFunctionHost } from '../../local/function-host.ts';
import { startStandIns } from '../../local/stand-ins.ts';

/** The built app in a local host of its own process, with storage, on stand-ins that work well. */
export interface Target {
  /** Up to `/api`. */
  readonly url: string;
  readonly pid: number;
  readonly output: () => string;
  readonly close: () => Promise<void>;
}

/** With the topic that the examples of the API description name. */
export async function startTarget(settings: Readonly<Record<string, string>>): Promise<Target> {
  const folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
  const started: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true })];
  const close = async () => {
    for (const stop of started.reverse()) await stop();
  };
  try {
    await buildAppFolder(folder);
    const standIns = await startStandIns({ folder, kafkaRest: { metadata: { refreshMs: 0 } } });
    started.push(standIns.close);
    await standIns.kafkaRest.log.createTopic({ name: 'hello', partitionCount: 2, replicationFactor: 1 });
    const azurite = await startAzurite();
    started.push(azurite.stop);
    // A heap that what stays behind would soon fill.
    const own = { KafkaStorage: azurite.connectionString, NODE_OPTIONS: '--max-old-space-size=256' };
    const printed: string[] = [];
    const host = await startFunctionHost({
      kind: 'local',
      appFolder: folder,
      port: 0,
      environment: { ...standIns.environment, ...own, ...settings },
      print: (text) => printed.push(text),
    });
    started.push(host.stop);
    return { url: `${host.url}/api`, pid: host.pid, output: () => printed.join(''), close };
  } catch (error) {
    await close();
    throw error;
  }
}
