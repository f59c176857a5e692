import { assume } from '../../local/kafka-rest/assumptions.ts';
import { proxyBehaviour } from '../../local/kafka-rest/behaviour.ts';
import { Load } from '../../local/kafka-rest/load.ts';
import type { Log } from '../../local/kafka-rest/log.ts';
import { MetadataNodes } from '../../local/kafka-rest/metadata-nodes.ts';
import { Partitioner } from '../../local/kafka-rest/partitioner.ts';
import { Faults } from '../../local/stand-in/faults.ts';
import { createConsuming } from '../../shared/consuming/consuming.ts';
import { createGroups, type Groups } from '../../shared/consuming/groups/groups.ts';
import type { FailedMessage } from '../../shared/dead-letters/dead-letter.ts';
import type { ExchangeOnce } from '../../shared/kafka-rest/client.ts';
import { createPartitions } from '../../shared/kafka-rest/partitions.ts';
import { createOpen, createSend } from '../../shared/kafka-rest/send.ts';
import type { Table } from '../../shared/storage/table.ts';

/** The stand-in of the proxy without the network between: the same answers, thousands of times a second. */
export async function createExchange(log: Log, random: () => number): Promise<ExchangeOnce> {
  const now = () => 0;
  const sleep = () => Promise.resolve();
  const assumptions = assume({});
  const metadata = new MetadataNodes({ refreshMs: 0 }, log, now);
  await metadata.refresh();
  const partitioner = new Partitioner(assumptions['keyless-partitioner'], random);
  const { answer } = proxyBehaviour({
    proxy: { log, metadata, partitioner, assumptions, now, sleep },
    faults: new Faults(),
    load: new Load({}, now, sleep),
    tokens: undefined,
  });
  return async ({ method, path, body = '' }) => {
    const [bare = '', query = ''] = path.split('?');
    const request = {
      method,
      path: bare,
      query: new URLSearchParams(query),
      headers: {},
      body: Buffer.from(body),
    };
    const { status, headers = {}, body: answered = '' } = await answer(request);
    const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    const bytes = Buffer.from(answered);
    return { kind: 'answer', answer: { status, headers: Object.fromEntries(named), bytes } };
  };
}

export interface HostOptions {
  readonly exchange: ExchangeOnce;
  readonly table: Table;
  readonly random: () => number;
  /** This host's own clock, which counts for nothing but how old metadata is. */
  readonly nowMs: () => number;
  readonly file: (letter: FailedMessage) => void;
}

/** One host of the app: its groups with all that they stand on, but for network and token. */
export function createHost({ exchange, table, random, nowMs, file }: HostOptions): Groups {
  const token = {
    get: () => Promise.resolve({ value: 'unchecked', expiresAtMs: Infinity }),
    invalidate: () => undefined,
  };
  const send = createSend({ exchange, token });
  const partitions = createPartitions({ send, nowMs });
  const config = { maxWaiting: 10, timestampSlackSeconds: 60 };
  const consuming = createConsuming({
    send,
    open: createOpen({ exchange, token }),
    partitions,
    config,
    random,
    sleep: () => Promise.resolve(),
  });
  return createGroups({
    ...consuming,
    table,
    cluster: 'a-cluster',
    partitions,
    random,
    fileDeadLetter: (letter) => {
      file(letter);
      return Promise.resolve(letter.messageId);
    },
  });
}
