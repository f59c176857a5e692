import { AppError } from '../errors.ts';
import { withinTrace } from '../telemetry/within-trace.ts';
import type { MessageEventLimits } from './message-event.ts';
import type { MessageMetrics } from './message-metrics.ts';
import { namesOf, parseProduceMessage, type ProduceMessage } from './produce-message.ts';
import type { QueuedMessage, Settle } from './settle.ts';
import type { WriteMessage } from './write-message.ts';

export interface ReceiveProduceOptions {
  readonly write: WriteMessage;
  readonly settle: Settle;
  readonly limits: MessageEventLimits;
  readonly metrics: MessageMetrics;
  /** For all that one message needs: before the host renews its lease, because that ends our receipt. */
  readonly budgetMs: number;
}

/**
 * Takes one message of a queue to its end: done, tried again later, or filed as a dead letter. `warn` gets one line
 * where it was not done. Rejects where the message has to stay as it is: the host then gives it back.
 */
export type ReceiveMessage = (message: QueuedMessage, warn: (line: string) => void) => Promise<void>;

interface Known {
  parsed?: ProduceMessage;
  /** Where an event goes only its rules tell. */
  topic?: string;
}

/** For the produce queue. A message is acknowledged by resolving, and that comes after the proxy accepted it. */
export function createReceiveProduce(options: ReceiveProduceOptions): ReceiveMessage {
  const { write, settle, limits, metrics, budgetMs } = options;

  async function handle(message: QueuedMessage, known: Known): Promise<void> {
    const parsed = (known.parsed = parseProduceMessage(message.content, limits));
    const signal = AbortSignal.timeout(budgetMs);
    const onTopic = (topic: string) => (known.topic = topic);
    const writing = withinTrace(parsed, () => write(parsed, message.id, signal, onTopic));
    const { isDuplicate, duplicatesPossible } = await writing();
    if (isDuplicate) metrics.suppressed();
    else metrics.delivered();
    if (duplicatesPossible) metrics.duplicatesPossible();
  }

  return async (message, warn) => {
    const known: Known = {};
    metrics.received(message.insertedAtMs);
    try {
      await handle(message, known);
    } catch (error) {
      if (mayHaveWritten(error)) metrics.duplicatesPossible();
      const { parsed, ...topic } = known;
      const settled = await settle(message, { error, ...namesOf(parsed), ...topic });
      if (settled.kind === 'delayed') metrics.retried();
      warn(
        `${lineOf(message, error)}; ${settled.kind === 'filed' ? 'filed as a dead letter' : `again in ${settled.seconds} s`}`,
      );
    }
  };
}

/** True where what failed may have written records all the same. */
export function mayHaveWritten(error: unknown): boolean {
  return error instanceof AppError && ['unknown', 'partial'].includes(error.options.outcome ?? '');
}

/** Which message failed, and why, for the log: no topic, no record. */
export function lineOf({ id, attempts }: QueuedMessage, error: unknown): string {
  return `message ${id}, attempt ${attempts}: ${causeOf(error)}`;
}

/** Why something failed, for the log. */
export function causeOf(error: unknown): string {
  if (error instanceof AppError) return `${error.code}: ${error.options.cause ?? 'refused by this app'}`;
  return `internal-error: ${error instanceof Error ? (error.stack ?? error.message) : 'no error'}`;
}
