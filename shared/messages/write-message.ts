import { createHash } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { Claim, Once } from '../idempotency/once.ts';
import { bodyHashOf, rowKeyOf } from '../idempotency/row.ts';
import type { Produce } from '../kafka-rest/produce.ts';
import { refuseInternalTopic } from '../topics/name.ts';
import type { RouteEvent } from './event-rules.ts';
import type { ProduceMessage } from './produce-message.ts';
import type { WriteClaimCheck } from './write-claim-check.ts';

/** What became of a message all of whose records were accepted. */
export interface Written {
  readonly topic: string;
  readonly accepted: number;
  /** True where a message with the same id was accepted before, so that this one was not sent. */
  readonly isDuplicate: boolean;
  readonly duplicatesPossible: boolean;
}

/**
 * Sends the records of a message on to the proxy, unless its id was accepted before; resolves when all are accepted.
 * `id` is for a message that has none of its own. What may have been written is written again by the next call with
 * the same id, after the records of it that were surely accepted. `onTopic` is told as soon as the topic is known.
 */
export type WriteMessage = (
  message: ProduceMessage,
  id: string,
  signal: AbortSignal,
  onTopic?: (topic: string) => void,
) => Promise<Written>;

export interface WriteMessageOptions {
  readonly produce: Produce;
  /** One in which what is unknown runs again. */
  readonly once: Once;
  readonly routeEvent: RouteEvent;
  readonly writeClaimCheck: WriteClaimCheck;
  /** Host name of the proxy. */
  readonly cluster: string;
  readonly allowInternalTopics: boolean;
  /** Rejects where what writes may not reach the topic. */
  readonly permit: (topic: string) => Promise<void>;
  /** A new deadline for one call of the proxy. */
  readonly deadline: () => AbortSignal;
  /** That deadline: what waits for one call alone has its end soon after. */
  readonly deadlineMs: number;
}

// For the storage, before the call of the proxy; and until what was told to end has ended.
const CLAIM_MS = 15_000;
const MARGIN_MS = 30_000;

export function createWriteMessage(options: WriteMessageOptions): WriteMessage {
  const {
    produce,
    once,
    routeEvent,
    writeClaimCheck,
    cluster,
    allowInternalTopics,
    permit,
    deadline,
    deadlineMs,
  } = options;

  const within = (signal: AbortSignal) => AbortSignal.any([signal, deadline()]);

  /** A message that is one call is told to end, so that after a crash its repeat need not wait as long as for a claim check. */
  function boundsOf({ kind }: ProduceMessage, signal: AbortSignal) {
    if (kind === 'claim-check') return { signal, keyed: {} };
    const runMs = CLAIM_MS + deadlineMs;
    return {
      signal: AbortSignal.any([signal, AbortSignal.timeout(runMs)]),
      keyed: { endsWithinMs: runMs + MARGIN_MS },
    };
  }

  async function write(
    message: ProduceMessage,
    topic: string,
    claim: Claim,
    signal: AbortSignal,
  ): Promise<Stored> {
    switch (message.kind) {
      case 'claim-check':
        return writeClaimCheck(message, claim, signal);
      case 'event':
        return { accepted: 1, ...(await produce(topic, [message.event.record], within(signal))) };
      case 'records': {
        const done = Number(claim.progress ?? 0);
        const left = message.records.slice(done);
        const written = await produce(topic, left, within(signal)).catch(async (error: unknown) => {
          const accepted = acceptedBefore(error);
          if (accepted > 0) await claim.save(String(done + accepted));
          throw error;
        });
        return { accepted: message.records.length, ...written };
      }
    }
  }

  return async (message, id, signal, onTopic) => {
    const topic = message.kind === 'event' ? await routeEvent(message.event) : message.topic;
    onTopic?.(topic);
    refuseInternalTopic(topic, allowInternalTopics);
    await permit(topic);
    const { route, key, body } = identify(message, id);
    const rowKey = rowKeyOf({ cluster, caller: 'message', route, topic, key });
    const bounds = boundsOf(message, signal);
    const keyed = { rowKey, bodyHash: body, ...bounds.keyed };
    const { value, replayed } = await once(keyed, bounds.signal, (claim) =>
      write(message, topic, claim, bounds.signal),
    );
    return { topic, ...value, isDuplicate: replayed };
  };
}

/** What an accepted message's row tells a repeat. */
interface Stored {
  readonly accepted: number;
  readonly duplicatesPossible: boolean;
}

/** What tells a message from others, and its content from another that is sent under the same id. */
function identify(message: ProduceMessage, id: string): { route: string; key: string; body: string } {
  if (message.kind === 'event') {
    // These two are what CloudEvents and Event Grid know an event by: a second one is the same, however it is written.
    const key = JSON.stringify([message.event.source, message.event.id]);
    return { route: 'event', key, body: hash(key) };
  }
  const key = message.messageId ?? id;
  const body =
    message.kind === 'records' ? bodyHashOf(message.records) : hash(`claim check ${message.claimCheck}`);
  return { route: 'message', key, body };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** How many records at the beginning of a request that failed were surely accepted. */
function acceptedBefore(error: unknown): number {
  if (!(error instanceof AppError) || error.code !== 'produce-partial') return 0;
  const [first] = (error.options.members?.['outcomes'] ?? []) as { to: number; outcome: string }[];
  return first?.outcome === 'accepted' ? first.to + 1 : 0;
}
