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

const wholeFrom =
  (least: number, most = 2 ** 63): Check =>
  (value) =>
    /^-?\d{1,19}$/.test(value) && Number(value) >= least && Number(value) <= most;
const int32From = (least: number): Check => wholeFrom(least, 2 ** 31 - 1);
const oneOf =
  (...values: string[]): Check =>
  (value) =>
    values.includes(value);
const flag = oneOf('true', 'false');
const anything: Check = () => true;

/** Kafka 3.2's topic-level settings (HDInsight 5.1), each with what its value may be. */
const checks: Readonly<Record<string, Check>> = {
  'cleanup.policy': (value) => value.split(',').every((part) => ['delete', 'compact'].includes(part.trim())),
  'compression.type': oneOf('uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'),
  'delete.retention.ms': wholeFrom(0),
  'file.delete.delay.ms': wholeFrom(0),
  'flush.messages': wholeFrom(1),
  'flush.ms': wholeFrom(0),
  'follower.replication.throttled.replicas': anything,
  'index.interval.bytes': int32From(0),
  'leader.replication.throttled.replicas': anything,
  'max.compaction.lag.ms': wholeFrom(1),
  'max.message.bytes': int32From(0),
  'message.downconversion.enable': flag,
  'message.format.version': anything,
  'message.timestamp.difference.max.ms': wholeFrom(0),
  'message.timestamp.type': oneOf('CreateTime', 'LogAppendTime'),
  'min.cleanable.dirty.ratio': (value) => /^(0(\.\d+)?|1(\.0+)?)$/.test(value),
  'min.compaction.lag.ms': wholeFrom(0),
  'min.insync.replicas': int32From(1),
  preallocate: flag,
  'retention.bytes': wholeFrom(-1),
  'retention.ms': wholeFrom(-1),
  'segment.bytes': int32From(14),
  'segment.index.bytes': int32From(4),
  'segment.jitter.ms': wholeFrom(0),
  'segment.ms': wholeFrom(1),
  'unclean.leader.election.enable': flag,
};

/** Checks a topic's properties as a broker would; fails with `bad-topic-property`. */
export function settingsOf(properties: Readonly<Record<string, string>>): TopicSettings {
  for (const [name, value] of Object.entries(properties)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) throw new LogError('bad-topic-property', `Unknown topic config name: ${name}`);
    if (!check(value)) throw new LogError('bad-topic-property', `Invalid value for configuration ${name}`);
  }
  const of = (name: string, otherwise: string) => properties[name] ?? otherwise;
  return {
    retentionMs: Number(of('retention.ms', '604800000')),
    maxMessageBytes: Number(of('max.message.bytes', '1048588')),
    minInsyncReplicas: Number(of('min.insync.replicas', '1')),
    timestampType: of('message.timestamp.type', 'CreateTime') === 'CreateTime' ? 'create' : 'log-append',
    deletes: of('cleanup.policy', 'delete').includes('delete'),
  };
}
