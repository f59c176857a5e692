import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAppFolder } from '../../local/build.ts';
import { type FunctionHost, startFunctionHost } from '../../local/function-host.ts';
import { type StandInOptions, type StandIns, startStandIns } from '../../local/stand-ins.ts';
import { realKafka } from './real-kafka.ts';
import { watchAnswers } from './watch-answers.ts';

export interface RunningAppOptions {
  readonly settings?: Readonly<Record<string, string>>;
  readonly kafkaRest?: StandInOptions['kafkaRest'];
  readonly hostFlags?: readonly string[];
}

/** The built app in a local host of its own process, on stand-ins in this one; the log is on `realKafka`, if there is one. */
export interface RunningApp {
  /** Up to `/api`. */
  readonly url: string;
  readonly standIns: StandIns;
  /** Starts a further host of the same app, as a second instance is; it ends with the app. */
  readonly startAnother: () => Promise<FunctionHost>;
  /** All that the host and the app have printed. */
  readonly output: () => string;
  /** Rejects where an answer that `fetch` got was not as the API description says. */
  readonly close: () => Promise<void>;
}

/** Builds into a folder of its own, as it is deployed, so that a running `npm start` is not disturbed. */
export async function startRunningApp(options: RunningAppOptions = {}): Promise<RunningApp> {
  const folder = await mkdtemp(join(tmpdir(), 'kafka-rest-functions-'));
  await buildAppFolder(folder);
  const log = await realKafka?.openEmptyLog();
  const kafkaRest = { metadata: { refreshMs: 0 }, ...(log !== undefined && { log }), ...options.kafkaRest };
  const standIns = await startStandIns({ folder, kafkaRest });
  const printed: string[] = [];
  const hosts: FunctionHost[] = [];
  const watched = watchAnswers(() => hosts.map(({ url }) => url));
  const startAnother = async () => {
    const host = await startFunctionHost({
      kind: 'local',
      appFolder: folder,
      port: 0,
      environment: { ...standIns.environment, ...options.settings },
      flags: options.hostFlags ?? [],
      print: (text) => printed.push(text),
    });
    hosts.push(host);
    return host;
  };
  const close = async () => {
    await Promise.all(hosts.map((each) => each.stop()));
    await standIns.close();
    await log?.close();
    await rm(folder, { recursive: true });
    watched.end();
  };
  const host = await startAnother().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    url: `${host.url}/api`,
    standIns,
    startAnother,
    output: () => printed.join(''),
    close,
  };
}
