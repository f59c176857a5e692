import { AppError } from '../errors.ts';
import type { ClaimChecks } from '../messages/claim-check.ts';
import type { Queue } from '../storage/queue.ts';
import { messageText } from '../storage/queue-text.ts';
import type { Deliver } from './destination.ts';
import type { RecordEvent } from './record-event.ts';

export interface QueueDestination {
  readonly queue: Pick<Queue, 'send'>;
  readonly claimChecks: Pick<ClaimChecks, 'put'>;
}

const AT_ONCE = 16;

/**
 * One message for each event. What a message cannot hold is kept as a claim check, and the message says
 * `{"id","dataref"}` instead: the name of the blob that holds the whole event.
 */
export function createDeliverToQueue({ queue, claimChecks }: QueueDestination): Deliver {
  async function put({ id, text }: RecordEvent, signal: AbortSignal): Promise<void> {
    const whole = messageText(Buffer.from(text));
    if (whole !== undefined) {
      await queue.send(whole, 0, signal);
      return;
    }
    const dataref = `delivered/${id}.json`;
    await claimChecks.put(dataref, Buffer.from(text), 'application/cloudevents+json', signal);
    await queue.send(JSON.stringify({ id, dataref }), 0, signal);
  }

  return async (events, signal) => {
    for (let at = 0; at < events.length; at += AT_ONCE) {
      const sent = await Promise.allSettled(
        events.slice(at, at + AT_ONCE).map((event) => put(event, signal)),
      );
      const failed = sent.findIndex(({ status }) => status === 'rejected');
      if (failed >= 0) {
        const reason: unknown = (sent[failed] as PromiseRejectedResult).reason;
        return { taken: at + failed, stopped: { kind: 'failed', reason: reasonOf(reason) } };
      }
    }
    return { taken: events.length };
  };
}

function reasonOf(error: unknown): string {
  return error instanceof AppError ? `${error.code}: ${error.message}` : 'internal-error';
}
