import { LogError } from './log.ts';

/** The topic-level settings that the in-memory log acts on; the others are checked and kept, no more. */
export interface TopicSettings {
  /** -1: for ever. */
  readonly retentionMs: number;
  readonly maxMessageBytes: number;
  readonly minInsyncReplicas: number;
  readonly timestampType: 'create' | 'log-append';
  /** False with `cleanup.policy=compact` alone: age deletes nothing then. */
  readonly deletes: boolean;
}

type Check = (value: string) => boolean;

const int64 = [-(2n ** 63n), 2n ** 63n - 1n] as const;
const int32Most = 2n ** 31n - 1n;

const wholeFrom =
  (least: bigint, most = int64[1]): Check =>
  (value) => {
    const [, digits] = /^\+?(-?\d{1,40})$/.exec(value) ?? [];
    return digits !== undefined && BigInt(digits) >= least && BigInt(digits) <= most;
  };
const int32From = (least: bigint): Check => wholeFrom(least, int32Most);
const oneOf =
  (...values: string[]): Check =>
  (value) =>
    values.includes(value);
const listOf =
  (fits: Check): Check =>
  (value) =>
    value === '' || value.split(',').every((part) => fits(part.trim()));
const flag: Check = (value) => /^(true|false)$/i.test(value);
const ratio: Check = (value) => /^\+?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) && Number(value) <= 1;
const replicas = listOf((part) => /^(\*|\d+:\d+)?$/.test(part));
const version: Check = (value) =>
  /^(0\.(8\.[0-2]|9\.0|10\.[0-2]|11\.0)|1\.[01]|2\.[0-8]|3\.[0-2])(\.\d+)?(-IV\d+)?$/.test(value);

/** Kafka 3.2's topic-level settings (HDInsight 5.1), each with what its value may be. */
const checks: Readonly<Record<string, Check>> = {
  'cleanup.policy': listOf(oneOf('delete', 'compact')),
  'compression.type': oneOf('uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'),
  'delete.retention.ms': wholeFrom(0n),
  'file.delete.delay.ms': wholeFrom(0n),
  'flush.messages': wholeFrom(1n),
  'flush.ms': wholeFrom(0n),
  'follower.replication.throttled.replicas': replicas,
  'index.interval.bytes': int32From(0n),
  'leader.replication.throttled.replicas': replicas,
  'max.compaction.lag.ms': wholeFrom(1n),
  'max.message.bytes': int32From(0n),
  'message.downconversion.enable': flag,
  'message.format.version': version,
  'message.timestamp.difference.max.ms': wholeFrom(0n),
  'message.timestamp.type': oneOf('CreateTime', 'LogAppendTime'),
  'min.cleanable.dirty.ratio': ratio,
  'min.compaction.lag.ms': wholeFrom(0n),
  'min.insync.replicas': int32From(1n),
  preallocate: flag,
  'retention.bytes': wholeFrom(int64[0]),
  'retention.ms': wholeFrom(-1n),
  'segment.bytes': int32From(14n),
  'segment.index.bytes': int32From(4n),
  'segment.jitter.ms': wholeFrom(0n),
  'segment.ms': wholeFrom(1n),
  'unclean.leader.election.enable': flag,
};

/** Checks a topic's properties as a broker would; fails with `bad-topic-property`. */
export function settingsOf(properties: Readonly<Record<string, string>>): TopicSettings {
  for (const [name, value] of Object.entries(properties)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) throw new LogError('bad-topic-property', `Unknown topic config name: ${name}`);
    if (!check(value.trim()))
      throw new LogError('bad-topic-property', `Invalid value for configuration ${name}`);
  }
  const of = (name: string, otherwise: string) => properties[name]?.trim() ?? otherwise;
  return {
    retentionMs: Number(of('retention.ms', '604800000')),
    maxMessageBytes: Number(of('max.message.bytes', '1048588')),
    minInsyncReplicas: Number(of('min.insync.replicas', '1')),
    timestampType: of('message.timestamp.type', 'CreateTime') === 'CreateTime' ? 'create' : 'log-append',
    deletes: of('cleanup.policy', 'delete').includes('delete'),
  };
}
