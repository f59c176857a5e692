import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Membership } from './access.ts';
import { parseAssumptions } from './parse-assumptions.ts';
import type { IssuerKeys } from './issuer-keys.ts';
import type { LoadOptions } from './load.ts';
import type { NewTopic } from './log.ts';
import type { MemoryLogOptions } from './memory-log.ts';
import { callNames } from './route.ts';
import type { KafkaRestOptions } from './start.ts';

const text = { type: 'string' } as const;
const many = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;
const flags = {
  port: text,
  host: text,
  'tls-key': text,
  'tls-cert': text,
  'ca-file': text,
  'no-tls': flag,
  'jwks-url': text,
  'jwks-ca': text,
  issuer: text,
  audience: text,
  'group-id': text,
  member: many,
  'no-auth': flag,
  topic: many,
  kafka: text,
  brokers: text,
  'max-bytes': text,
  'refresh-ms': text,
  nodes: text,
  'latency-ms': many,
  'capacity-per-second': text,
  'max-queued': text,
  assume: many,
  assumptions: flag,
  help: flag,
} as const;

/** The flags as they were given, by name. */
export type Flags = ReturnType<typeof parseArgs<{ options: typeof flags }>>['values'];

/** What the flags ask for; where HTTPS gets its certificate is not in it. */
export interface Command {
  readonly options: KafkaRestOptions;
  /** `host:port,…` of a real Kafka; left out: a log in memory. */
  readonly kafka?: string;
  readonly memory: MemoryLogOptions;
  readonly topics: readonly NewTopic[];
}

/** Throws an Error that names the flag that is unknown or lacks its value. */
export function readFlags(args: readonly string[]): Flags {
  return parseArgs({ args: [...args], options: flags, strict: true }).values;
}

/** Throws an Error, one line, that says which flag to change. */
export async function readCommand(given: Flags): Promise<Command> {
  const brokerCount = count(given, 'brokers', 1);
  const maxBytes = count(given, 'max-bytes', 0);
  const refreshMs = count(given, 'refresh-ms', 0);
  const nodeCount = count(given, 'nodes', 1);
  return {
    options: {
      port: count(given, 'port', 0) ?? 9400,
      ...(given.host !== undefined && { host: given.host }),
      tokens: await tokens(given),
      assume: parseAssumptions(given.assume ?? []),
      metadata: {
        ...(refreshMs !== undefined && { refreshMs }),
        ...(nodeCount !== undefined && { nodeCount }),
      },
      ...load(given),
    },
    ...kafka(given),
    memory: {
      ...(brokerCount !== undefined && { brokerCount }),
      ...(maxBytes !== undefined && { maxBytes }),
    },
    topics: (given.topic ?? []).map(topic),
  };
}

function kafka(given: Flags): Pick<Command, 'kafka'> {
  if (given.kafka === undefined) return {};
  const other = (['brokers', 'max-bytes'] as const).find((name) => given[name] !== undefined);
  if (other !== undefined) throw new Error(`--${other} is for the log in memory, not for --kafka`);
  return { kafka: given.kafka };
}

async function tokens(given: Flags): Promise<KafkaRestOptions['tokens']> {
  if (given['no-auth'] === true) return 'unchecked';
  const { issuer, audience } = given;
  return {
    keys: await keys(given),
    ...(issuer !== undefined && { issuer }),
    ...(audience !== undefined && { audience }),
    membership: membership(given),
  };
}

async function keys(given: Flags): Promise<IssuerKeys> {
  const jwksUrl = given['jwks-url'];
  const caFile = given['jwks-ca'];
  if (jwksUrl === undefined || !URL.canParse(jwksUrl)) {
    throw new Error('Say where the token issuer has its keys, --jwks-url <url>, or --no-auth');
  }
  return { jwksUrl, ...(caFile !== undefined && { ca: await readFile(caFile, 'utf8') }) };
}

function membership({ 'group-id': groupId, member }: Flags): Membership {
  if (groupId !== undefined && member === undefined) return { groupId };
  if (member !== undefined && groupId === undefined) return { members: member };
  throw new Error('Say who may call: either --group-id <id> or --member <id>');
}

function load(given: Flags): LoadOptions {
  const capacityPerSecond = count(given, 'capacity-per-second', 1);
  const maxQueued = count(given, 'max-queued', 0);
  return {
    ...(given['latency-ms'] !== undefined && { latencyMs: latencies(given['latency-ms']) }),
    ...(capacityPerSecond !== undefined && { capacityPerSecond }),
    ...(maxQueued !== undefined && { maxQueued }),
  };
}

// In the order given: a time for all calls is overruled by a later one for one call.
function latencies(texts: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    texts.flatMap((each): [string, number][] => {
      const [, name, ms] = /^(?:([a-z-]+)=)?(\d+)$/.exec(each) ?? [];
      const names = name === undefined ? callNames : callNames.filter((known) => known === name);
      if (ms === undefined || names.length === 0) {
        throw new Error(`--latency-ms ${each}: say <ms> or <call>=<ms>, calls: ${callNames.join(' ')}`);
      }
      return names.map((known) => [known, Number(ms)]);
    }),
  );
}

function topic(given: string): NewTopic {
  const [, name, partitions] = /^([^:]+)(?::(\d+))?$/.exec(given) ?? [];
  if (name === undefined) throw new Error(`--topic ${given}: say <name> or <name>:<partitions>`);
  return { name, ...(partitions !== undefined && { partitionCount: Number(partitions) }) };
}

function count(
  given: Flags,
  name: 'port' | 'brokers' | 'max-bytes' | 'refresh-ms' | 'nodes' | 'capacity-per-second' | 'max-queued',
  least: number,
): number | undefined {
  const value = given[name];
  if (value === undefined) return undefined;
  if (/^\d{1,15}$/.test(value) && Number(value) >= least) return Number(value);
  throw new Error(`--${name} ${value}: say a whole number from ${least} on`);
}
