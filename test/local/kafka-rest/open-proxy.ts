import { assume, type Assumptions } from '../../../local/kafka-rest/assumptions.ts';
import { proxyBehaviour } from '../../../local/kafka-rest/behaviour.ts';
import { Load, type LoadOptions } from '../../../local/kafka-rest/load.ts';
import { MemoryLog, type MemoryLogOptions } from '../../../local/kafka-rest/memory-log.ts';
import { MetadataNodes, type MetadataOptions } from '../../../local/kafka-rest/metadata-nodes.ts';
import { Partitioner } from '../../../local/kafka-rest/partitioner.ts';
import type { TokenCheck } from '../../../local/kafka-rest/access.ts';
import { Faults } from '../../../local/stand-in/faults.ts';

export interface OpenOptions {
  readonly does?: Partial<Assumptions>;
  readonly memory?: Omit<MemoryLogOptions, 'now'>;
  readonly metadata?: MetadataOptions;
  readonly load?: LoadOptions;
  readonly random?: () => number;
  readonly tokens?: TokenCheck;
  /** Runs in place of each wait, after the clock has moved on. */
  readonly whileAsleep?: (ms: number) => Promise<void>;
}

export interface Said {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly json: () => unknown;
}

/** When the clock starts. */
export const startMs = Date.UTC(2026, 0, 1);

/** The proxy without a network, on a clock that moves only when told or when it sleeps. */
export async function openProxy(options: OpenOptions = {}) {
  const clock = { ms: startMs };
  const now = () => clock.ms;
  const sleep = async (ms: number) => {
    clock.ms += ms;
    await options.whileAsleep?.(ms);
  };
  const assumptions = assume(options.does);
  const log = new MemoryLog({ ...options.memory, now });
  const metadata = new MetadataNodes(options.metadata ?? {}, log, now);
  const partitioner = new Partitioner(assumptions['keyless-partitioner'], options.random ?? (() => 0));
  await metadata.refresh();
  const behaviour = proxyBehaviour({
    proxy: { log, metadata, partitioner, assumptions, now, sleep },
    faults: new Faults(),
    load: new Load(options.load ?? {}, now, sleep),
    tokens: options.tokens,
  });
  const ask = async (
    method: string,
    target: string,
    body: string | Buffer = '',
    headers: Record<string, string> = {},
  ): Promise<Said> => {
    const [path = '', search = ''] = target.split('?');
    const query = new URLSearchParams(search);
    const answer = await behaviour.answer({ method, path, query, headers, body: Buffer.from(body) });
    const text = (answer.body ?? '').toString();
    const json = (): unknown => JSON.parse(text);
    return { status: answer.status, headers: answer.headers ?? {}, text, json };
  };
  const withTopic = async (name: string, partitionCount = 1, properties: Record<string, string> = {}) => {
    await log.createTopic({ name, partitionCount, properties });
    await metadata.refresh();
  };
  return { clock, log, metadata, ask, withTopic };
}

/** Keys and values of a partition as text, from its earliest offset on. */
export async function stored(log: MemoryLog, topic: string, partition = 0) {
  const from = (await log.partitions(topic))[partition]?.earliestOffset ?? 0;
  const { records } = await log.read(topic, partition, from, { maxRecords: Infinity, maxBytes: Infinity });
  return records.map(({ key, value }) => [key?.toString() ?? null, value?.toString() ?? null]);
}
