import type { ConsumedRecord } from '../kafka-rest/operations/consumer.ts';
import type { Queue } from '../storage/queue.ts';
import { messageText } from '../storage/queue-text.ts';
import type { ClaimChecks } from './claim-check.ts';

/** Records of one partition, in order of offset; at least one. */
export interface ConsumedRecords {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly ConsumedRecord[];
}

export interface PutConsumedOptions {
  /** The queue with a name. */
  readonly queueOf: (name: string) => Pick<Queue, 'send'>;
  readonly claimChecks: Pick<ClaimChecks, 'put'>;
}

/**
 * Puts records into a queue as `{"id":"topic/partition/from-to","topic","partition","fromOffset","toOffset","records"}`,
 * both offsets included and the records as the proxy gave them; with `claimCheck` in the place of `records` where a
 * message cannot hold them. The same records have the same id, so that a repeat can be told.
 */
export type PutConsumed = (queue: string, consumed: ConsumedRecords, signal: AbortSignal) => Promise<void>;

export function createPutConsumed({ queueOf, claimChecks }: PutConsumedOptions): PutConsumed {
  return async (queue, { topic, partition, records }, signal) => {
    const fromOffset = records[0]?.offset ?? 0;
    const toOffset = records.at(-1)?.offset ?? 0;
    const id = `${topic}/${partition}/${fromOffset}-${toOffset}`;
    const head = JSON.stringify({ id, topic, partition, fromOffset, toOffset }).slice(0, -1);
    const texts = `"records":[${records.map(({ json }) => json.toString()).join(',')}]`;
    const whole = messageText(Buffer.from(`${head},${texts}}`));
    if (whole !== undefined) {
      await queueOf(queue).send(whole, 0, signal);
      return;
    }
    const claimCheck = `consumed/${id}.json`;
    await claimChecks.put(claimCheck, Buffer.from(`{${texts}}`), 'application/json', signal);
    await queueOf(queue).send(`${head},"claimCheck":${JSON.stringify(claimCheck)}}`, 0, signal);
  };
}
