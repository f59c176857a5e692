import { AppError } from '../errors.ts';
import type { Send } from '../kafka-rest/operation.ts';
import { createTopic, type TopicShape } from '../kafka-rest/operations/admin.ts';
import type { Partition } from '../kafka-rest/operations/metadata.ts';
import type { Partitions } from '../kafka-rest/partitions.ts';
import { shapeOf } from './shape.ts';

export interface CreateOptions {
  readonly send: Send;
  readonly partitions: Partitions;
  /** A new deadline for each call. */
  readonly deadline: () => AbortSignal;
  readonly sleep: (ms: number) => Promise<void>;
  readonly nowMs: () => number;
  /** How long to wait until the topic is visible. */
  readonly waitMs: number;
}

export interface Created {
  /** `stands`: it was there with this shape. `invisible`: made, but not shown within the wait. */
  readonly state: 'created' | 'stands' | 'invisible';
  readonly partitionCount: number | null;
  readonly replicationFactor: number | null;
}

export type CreateTopic = (topic: string, shape: TopicShape) => Promise<Created>;

const POLL_MS = { first: 100, most: 2000 };

/**
 * Creates a topic and waits until two reads in a row show it, because each node of the proxy has a cache of its own.
 * A topic that stands is compared, never changed: `topic-differs` when its shape is another.
 */
export function createCreateTopic(options: CreateOptions): CreateTopic {
  const { send, partitions, deadline, sleep, nowMs, waitMs } = options;

  async function look(topic: string): Promise<readonly Partition[] | undefined> {
    try {
      return await partitions.of(topic, 0, deadline());
    } catch (error) {
      if (error instanceof AppError && error.code === 'topic-not-found') return undefined;
      throw error;
    }
  }

  async function waitUntilVisible(topic: string): Promise<readonly Partition[] | undefined> {
    const endMs = nowMs() + waitMs;
    let before: readonly Partition[] | undefined;
    for (let pauseMs = POLL_MS.first; ; pauseMs = Math.min(POLL_MS.most, pauseMs * 2)) {
      // A failing look is no reason to say that the topic was not made.
      const now = await look(topic).catch(() => undefined);
      if (now !== undefined && before?.length === now.length) return now;
      before = now;
      if (nowMs() + pauseMs > endMs) return undefined;
      await sleep(pauseMs);
    }
  }

  return async (topic, shape) => {
    const standing = await look(topic);
    if (standing !== undefined) return compare(topic, shape, standing);
    try {
      await send(createTopic(topic, shape), deadline());
    } catch (error) {
      // What the proxy answers for a topic that it does not show yet is not documented: look again before believing it.
      const now = await look(topic).catch(() => undefined);
      if (now === undefined) throw error;
      return compare(topic, shape, now);
    }
    const visible = await waitUntilVisible(topic);
    return visible === undefined
      ? { state: 'invisible', partitionCount: null, replicationFactor: null }
      : { state: 'created', ...shapeOf(visible) };
  };
}

function compare(topic: string, wanted: TopicShape, partitions: readonly Partition[]): Created {
  const stands = shapeOf(partitions);
  const differs =
    (wanted.partitionCount ?? stands.partitionCount) !== stands.partitionCount ||
    (wanted.replicationFactor ?? stands.replicationFactor) !== stands.replicationFactor;
  if (!differs) return { state: 'stands', ...stands };
  throw new AppError(
    'topic-differs',
    `Topic ${topic} stands with ${stands.partitionCount} partitions and replication factor ${stands.replicationFactor}; an operator can change it with kafka-topics.sh.`,
    { members: stands },
  );
}
