import { createHash } from 'node:crypto';
import type { FileDeadLetter } from '../dead-letters/file-dead-letter.ts';
import { reasonOf } from '../dead-letters/reason.ts';
import { AppError } from '../errors.ts';
import { withinTrace } from '../telemetry/within-trace.ts';
import { isEvent, type MessageEventLimits, readEvent } from './message-event.ts';
import type { MessageMetrics } from './message-metrics.ts';
import { causeOf, mayHaveWritten } from './receive-produce.ts';
import { isPermanent } from './settle.ts';
import { readTraceParent } from './trace-parent.ts';
import type { WriteMessage } from './write-message.ts';

export interface ReceiveEventOptions {
  readonly write: WriteMessage;
  readonly file: FileDeadLetter;
  readonly limits: MessageEventLimits;
  readonly metrics: MessageMetrics;
  /** Epoch milliseconds. */
  readonly nowMs: () => number;
}

/**
 * Takes one event that Event Grid has sent; resolves when it was accepted, or filed because it never can be, and
 * rejects where it is to be sent again. The host has made an object of its JSON before.
 */
export type ReceiveEvent = (event: unknown, warn: (line: string) => void) => Promise<void>;

interface Known {
  /** Where an event goes only its rules tell. */
  topic?: string;
}

// Event Grid waits 30 seconds for the answer to all events of a request, and then sends them again.
const TOTAL_MS = 20_000;
const WRITE_MS = 15_000;

export function createReceiveEvent(options: ReceiveEventOptions): ReceiveEvent {
  const { write, file, limits, metrics, nowMs } = options;

  async function handle(event: unknown, json: string, known: Known, signal: AbortSignal): Promise<void> {
    if (!isEvent(event)) throw new AppError('invalid-request', 'No CloudEvent and no event of Event Grid.');
    const traceParent = readTraceParent(event);
    const message = { kind: 'event', traceParent, event: readEvent(event, json, limits) } as const;
    const onTopic = (topic: string) => (known.topic = topic);
    const writing = withinTrace(message, () => write(message, '', signal, onTopic));
    const { isDuplicate, duplicatesPossible } = await writing();
    if (isDuplicate) metrics.suppressed();
    else metrics.delivered();
    if (duplicatesPossible) metrics.duplicatesPossible();
  }

  async function fileEvent(
    event: unknown,
    json: string,
    { topic }: Known,
    error: AppError,
    signal: AbortSignal,
  ): Promise<void> {
    const content = Buffer.from(json);
    const at = new Date(nowMs());
    const letter = { ...reasonOf(error), messageId: idOf(event, content), topic, attempts: 1 };
    const form = { content, contentType: 'application/json', firstAt: at, lastAt: at };
    await file({ ...letter, ...form, source: 'event-grid', direction: 'produce' }, signal);
  }

  return async (event, warn) => {
    const total = AbortSignal.timeout(TOTAL_MS);
    const json = JSON.stringify(event);
    metrics.received();
    const writing = AbortSignal.any([total, AbortSignal.timeout(WRITE_MS)]);
    const known: Known = {};
    const failed = await handle(event, json, known, writing).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    if (failed === undefined) return;
    const { error } = failed;
    if (isPermanent(error)) {
      await fileEvent(event, json, known, error, total);
      warn(`event: ${causeOf(error)}; filed as a dead letter`);
      return;
    }
    if (mayHaveWritten(error)) metrics.duplicatesPossible();
    metrics.retried();
    // Of the error itself the host would log more than is for a log.
    throw new Error(`event: ${causeOf(error)}; Event Grid is to send it again`);
  };
}

/** What an event is known by, also where it is none. */
function idOf(event: unknown, content: Uint8Array): string {
  const { id } = (event ?? {}) as { readonly id?: unknown };
  return typeof id === 'string' && id !== ''
    ? id
    : createHash('sha256').update(content).digest('hex').slice(0, 32);
}
