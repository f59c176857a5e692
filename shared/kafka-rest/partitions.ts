import { AppError, type Fault } from '../errors.ts';
import type { Send } from './operation.ts';
import { listPartitions, listTopics, type Partition, UNKNOWN_TOPIC } from './operations/metadata.ts';

/** Metadata of topics, read at most once at a time per topic. */
export interface Partitions {
  /** Metadata that was asked for at most `maxAgeMs` ago; 0 asks now. Rejects as `listPartitions` does. */
  readonly of: (topic: string, maxAgeMs: number, signal: AbortSignal) => Promise<readonly Partition[]>;
}

export interface PartitionsOptions {
  readonly send: Send;
  readonly nowMs?: () => number;
  /** The most topics remembered; the one asked for longest ago goes first. */
  readonly maxTopics?: number;
}

interface Asked {
  readonly atMs: number;
  readonly answer: Promise<readonly Partition[]>;
  /** Of the call that was first to ask. */
  readonly signal: AbortSignal;
}

/** One metadata call serves all who ask for the topic within `maxAgeMs`; failures are not remembered. */
export function createPartitions(options: PartitionsOptions): Partitions {
  const { send, nowMs = () => performance.now(), maxTopics = 1000 } = options;
  const asked = new Map<string, Asked>();

  const partitions: Partitions = {
    of(topic, maxAgeMs, signal) {
      const last = asked.get(topic);
      if (last !== undefined && maxAgeMs > 0 && nowMs() - last.atMs <= maxAgeMs) {
        return last.answer.catch((error: unknown) => {
          // Whose call it was has gone or had less time: that is not the end of those who wait for it too.
          if (!last.signal.aborted || signal.aborted) throw error;
          return partitions.of(topic, maxAgeMs, signal);
        });
      }
      const entry = { atMs: nowMs(), answer: ask(send, topic, signal), signal };
      asked.delete(topic);
      asked.set(topic, entry);
      const oldest = asked.keys().next().value;
      if (asked.size > maxTopics && oldest !== undefined) asked.delete(oldest);
      entry.answer.catch(() => {
        if (asked.get(topic) === entry) asked.delete(topic);
      });
      return entry.answer;
    },
  };
  return partitions;
}

/** What the proxy answers for a topic that is not there is not documented: where it may be a 500, its list decides. */
async function ask(send: Send, topic: string, signal: AbortSignal): Promise<readonly Partition[]> {
  try {
    return await send(listPartitions(topic), signal);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'proxy-unavailable') throw error;
    const names = await send(listTopics(), signal).catch(() => undefined);
    if (names === undefined || names.includes(topic)) throw error;
    throw new AppError('topic-not-found', UNKNOWN_TOPIC[404][1]);
  }
}

/** Metadata of one partition, at most so old; rejects with `partition-not-found` where the topic has no such one. */
export async function partitionOf(
  partitions: Partitions,
  { topic, partition }: { readonly topic: string; readonly partition: number },
  maxAgeMs: number,
  signal: AbortSignal,
): Promise<Partition> {
  const known = await partitions.of(topic, maxAgeMs, signal);
  const found = known[partition];
  if (found === undefined) throw partitionNotFound(topic, known.length);
  return found;
}

const PARTITION_COUNT_AGE_MS = 5 * 60_000;

/**
 * The faults of explicit partitions that the topic does not have. Partitions are only ever added, so an old count
 * may accept; it refuses only after it was asked again, because the proxy's nodes may lag.
 */
export async function partitionFaults(
  partitions: Partitions,
  topic: string,
  wanted: readonly { readonly partition: number | undefined }[],
  signal: AbortSignal,
): Promise<Fault[]> {
  const beyond = async (maxAgeMs: number) => {
    const known = await partitions.of(topic, maxAgeMs, signal);
    return wanted.flatMap(({ partition }, index) =>
      partition === undefined || partition < known.length
        ? []
        : [{ pointer: `#/records/${index}/partition`, detail: partitionDetail(topic, known.length) }],
    );
  };
  if (wanted.every(({ partition }) => partition === undefined)) return [];
  const first = await beyond(PARTITION_COUNT_AGE_MS);
  return first.length === 0 ? first : beyond(0);
}

/** `partition-not-found` for a topic that has fewer partitions. */
export function partitionNotFound(topic: string, known: number): AppError {
  return new AppError('partition-not-found', partitionDetail(topic, known));
}

function partitionDetail(topic: string, known: number): string {
  return `Topic ${topic} has ${known} partition${known === 1 ? '' : 's'}: give 0${known > 1 ? ` to ${known - 1}` : ''}.`;
}

/** For a look that is to explain another failure: a topic that is not there explains it, a failed look does not. */
export function unlessTopicIsMissing(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'topic-not-found') throw error;
}
