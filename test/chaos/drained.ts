import { QueueClient } from '@azure/storage-queue';
import { setTimeout as sleep } from 'node:timers/promises';

const QUEUES = ['kafka-produce', 'kafka-produce-poison'];
const LOOK_MS = 500;

/** Resolves when nothing is queued, be it visible or not; rejects with how much is when the time ends. */
export async function untilEmpty(connectionString: string, signal: AbortSignal): Promise<void> {
  const queues = QUEUES.map((name) => new QueueClient(connectionString, name));
  for (;;) {
    const lengths = await Promise.all(queues.map(lengthOf));
    if (lengths.every((length) => length === 0)) return;
    if (signal.aborted) throw new Error(`still queued: ${lengths.join(', ')}`);
    await sleep(LOOK_MS);
  }
}

/** How much is queued, be it visible or not; Infinity where the storage does not tell. */
export async function lengthOf(queue: QueueClient): Promise<number> {
  const abortSignal = AbortSignal.timeout(10_000);
  const properties = await queue.getProperties({ abortSignal }).catch((error: unknown) => {
    // The first poison message makes its queue.
    return { approximateMessagesCount: (error as { statusCode?: number }).statusCode === 404 ? 0 : Infinity };
  });
  return properties.approximateMessagesCount ?? 0;
}

/** Has the app replay all of its dead letters; rejects where it stops. */
export async function replayAll(url: string, signal: AbortSignal): Promise<void> {
  let body: unknown = { filter: {} };
  while (body !== null) {
    const answer = await fetch(`${url}/api/dead-letters/replay`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });
    const { next, stoppedBy } = (await answer.json()) as { next: unknown; stoppedBy?: unknown };
    if (!answer.ok || stoppedBy !== undefined)
      throw new Error(`replay: ${answer.status} ${JSON.stringify(stoppedBy)}`);
    body = next;
  }
}
