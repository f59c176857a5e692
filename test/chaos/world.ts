import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import { buildAppFolder } from '../../local/build.ts';
import { type FunctionHost, startFunctionHost } from '../../local/function-host.ts';
import { MemoryLog } from '../../local/kafka-rest/memory-log.ts';
import { openKafkaLog } from '../../local/kafka-rest/open-kafka-log.ts';
import { type StandIns, startStandIns } from '../../local/stand-ins.ts';
import { ownTopics } from '../support/own-topics.ts';
import { LEASE_SECONDS, type Outage } from './causes.ts';
import type { Hands } from './hands.ts';
import type { Journal } from './journal.ts';
import { MAX_RECORD_BYTES, TOPIC } from './messages.ts';

/** Everything that the run is about, each part of which can be made to fail. */
export interface World {
  readonly standIns: StandIns;
  readonly connectionString: string;
  /** Of the host that runs now. */
  readonly url: () => string;
  /** How many messages and events the host had in hand at each. */
  readonly kills: readonly { readonly inHand: number }[];
  readonly outages: readonly Outage[];
  /** Told of each kill, just before it, and tells how many events are in hand; gives what ends the telling. */
  readonly onKill: (tell: () => number) => () => void;
  /** SIGKILL, and a new host. */
  readonly killHost: () => Promise<void>;
  /** SIGTERM, and a new Azurite on what the old one has kept, at the same ports. */
  readonly restartAzurite: () => Promise<void>;
  /** All that the hosts have printed. */
  readonly output: () => string;
  readonly close: () => Promise<void>;
}

// A host that has just started on a busy machine needs seconds for its first call.
const TIMEOUT_SECONDS = 8;
/** Answered so late by the proxy, a call may have been given up by the app, as slow as a machine may be. */
export const LATE_MS = (TIMEOUT_SECONDS - 1) * 1000;
const SETTINGS = {
  KAFKA_REST_TIMEOUT_SECONDS: String(TIMEOUT_SECONDS),
  KAFKA_DELIVERY_RETRY_SECONDS: '1',
  KAFKA_MAX_RECORD_BYTES: String(MAX_RECORD_BYTES),
  KAFKA_EVENT_DEFAULT_TOPIC: TOPIC,
  AzureFunctionsJobHost__extensions__queues__maxPollingInterval: '00:00:00.500',
  AzureFunctionsJobHost__extensions__queues__visibilityTimeout: '00:00:01',
};
const HOST_FLAGS = ['--message-lease-seconds', String(LEASE_SECONDS)];
const AZURITE_STOP_MS = 30_000;
const SETTLE_MS = 200;

/** `kafka`: `host:port` of a real one; without it the log is in memory. */
export async function startWorld(journal: Journal, hands: Hands, kafka: string | undefined): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'kafka-rest-functions-'));
  await buildAppFolder(folder);
  const log =
    kafka === undefined
      ? new MemoryLog({ now: Date.now })
      : ownTopics(await openKafkaLog(kafka), `chaos-${Date.now()}-`);
  const kafkaRest = { metadata: { refreshMs: 0 }, log: journal.watch(log) };
  const standIns = await startStandIns({ folder, kafkaRest });
  await log.createTopic({ name: TOPIC, partitionCount: 3 });
  await standIns.kafkaRest.metadata.refresh();
  const dataFolder = join(folder, 'azurite');
  let azurite = await startAzurite({ dataFolder, stopDeadlineMs: AZURITE_STOP_MS });
  const { connectionString } = azurite;
  const ports = portsOf(azurite);
  const printed: string[] = [];
  const kills: { inHand: number }[] = [];
  const outages: Outage[] = [];
  const tellers = new Set<() => number>();
  let lines = hands.host();
  const startHost = () => {
    const { print } = (lines = hands.host());
    return startFunctionHost({
      kind: 'local',
      appFolder: folder,
      port: 0,
      environment: { ...standIns.environment, KafkaStorage: connectionString, ...SETTINGS },
      flags: HOST_FLAGS,
      print: (text) => {
        printed.push(text);
        print(text);
      },
    });
  };
  let host: FunctionHost = await startHost();
  return {
    standIns,
    connectionString,
    url: () => host.url,
    kills,
    outages,
    onKill: (tell) => {
      tellers.add(tell);
      return () => tellers.delete(tell);
    },
    killHost: async () => {
      const events = [...tellers].reduce((sum, tell) => sum + tell(), 0);
      await host.kill();
      const atMs = Date.now();
      // What it printed last is read a little later than its end is known.
      await sleep(SETTLE_MS);
      kills.push({ inHand: events + lines.kill(atMs) });
      host = await startHost();
    },
    restartAzurite: async () => {
      const outage = { fromMs: Date.now(), toMs: Infinity };
      outages.push(outage);
      await azurite.stop();
      azurite = await startAzurite({ dataFolder, ports, stopDeadlineMs: AZURITE_STOP_MS });
      outage.toMs = Date.now();
    },
    output: () => printed.join(''),
    close: async () => {
      await host.stop();
      await azurite.stop();
      await standIns.close();
      if ('close' in log) await log.close();
      await rm(folder, { recursive: true });
    },
  };
}

function portsOf({ blobUrl, queueUrl, tableUrl }: Azurite) {
  const port = (url: string) => Number(new URL(url).port);
  return { blob: port(blobUrl), queue: port(queueUrl), table: port(tableUrl) };
}
