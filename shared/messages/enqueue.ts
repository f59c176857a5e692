import { randomUUID } from 'node:crypto';
import { AppError, throwIfFaulty } from '../errors.ts';
import type { Keyed, Once } from '../idempotency/once.ts';
import { partitionFaults, type Partitions } from '../kafka-rest/partitions.ts';
import type { ProduceRecord } from '../records/produce-body.ts';
import type { Queue } from '../storage/queue.ts';
import { messageText } from '../storage/queue-text.ts';
import { activeTraceParent } from '../telemetry/within-trace.ts';
import type { ClaimChecks } from './claim-check.ts';

/** What a caller is told of records that are in the queue. */
export interface Enqueued {
  readonly messageId: string;
}

export interface EnqueueOptions {
  readonly queue: Pick<Queue, 'send'>;
  readonly claimChecks: Pick<ClaimChecks, 'put'>;
  readonly claimCheckMaxBytes: number;
  readonly partitions: Partitions;
  /** Rejects where messages of the queue may not reach the topic. */
  readonly permit: (topic: string) => Promise<void>;
  /** One in which what is unknown runs again: then the message goes in a second time, under the same id. */
  readonly once: Once;
  readonly newId?: () => string;
}

/**
 * Puts records into the produce queue, as the text that they are, behind a claim check where a message cannot hold
 * them. With a key a repeat has the same message id, so that its records are written once. Rejects with
 * `produce-outcome-unknown` where the message may be in the queue all the same.
 */
export type Enqueue = (
  topic: string,
  records: readonly ProduceRecord[],
  keyed: Keyed | undefined,
  signal: AbortSignal,
) => Promise<{ readonly value: Enqueued; readonly replayed: boolean }>;

export function createEnqueue(options: EnqueueOptions): Enqueue {
  const { queue, claimChecks, claimCheckMaxBytes, partitions, permit, once, newId = randomUUID } = options;

  async function textOf(
    topic: string,
    messageId: string,
    records: string,
    signal: AbortSignal,
  ): Promise<string> {
    const traceparent = activeTraceParent();
    const head = JSON.stringify({
      topic,
      messageId,
      ...(traceparent !== undefined && { traceparent }),
    }).slice(0, -1);
    const whole = messageText(Buffer.from(`${head},"records":${records}}`));
    if (whole !== undefined) return whole;
    const content = Buffer.from(`{"records":${records}}`);
    if (content.length > claimCheckMaxBytes) {
      throw new AppError(
        'request-too-large',
        `The records are ${content.length} bytes: the queue takes ${claimCheckMaxBytes}.`,
      );
    }
    const claimCheck = `respond-async/${messageId}.json`;
    await claimChecks.put(claimCheck, content, 'application/json', signal);
    return `${head},"claimCheck":${JSON.stringify(claimCheck)}}`;
  }

  async function put(
    topic: string,
    messageId: string,
    records: readonly ProduceRecord[],
    signal: AbortSignal,
  ) {
    const text = await textOf(topic, messageId, `[${records.map(({ json }) => json).join(',')}]`, signal);
    await queue.send(text, 0, signal).catch((error: unknown) => {
      throw mayBeQueued(error);
    });
    return { messageId };
  }

  return async (topic, records, keyed, signal) => {
    await permit(topic);
    // A proxy that cannot tell now is what the queue is for: then the message is checked when its turn comes.
    throwIfFaulty(await partitionFaults(partitions, topic, records, signal).catch(() => []));
    if (keyed === undefined) return { value: await put(topic, newId(), records, signal), replayed: false };
    return once(keyed, signal, () => put(topic, keyed.rowKey.rowKey, records, signal));
  };
}

function mayBeQueued(error: unknown): unknown {
  const isSure = !(error instanceof AppError) || error.code !== 'storage-unavailable';
  if (isSure || error.options.outcome === 'not-written') return error;
  return new AppError(
    'produce-outcome-unknown',
    `${error.message} The message may be in the queue: with an Idempotency-Key sending it again is harmless.`,
    { outcome: 'unknown', cause: error.options.cause ?? error.code },
  );
}
