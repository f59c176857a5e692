import type { Deliver, Delivered } from './destination.ts';
import type { Publish } from './event-grid-client.ts';
import type { RecordEvent } from './record-event.ts';

// Event Grid takes 1 MB in one call: some room for how the SDK writes it.
const MOST_BYTES = 950_000;
const REFUSALS = [400, 413];

/** Batches of up to 1 MB; of one that is refused each event goes alone, so that the one at fault is found. */
export function createDeliverToEventGrid({ publish }: { readonly publish: Publish }): Deliver {
  async function send(batch: readonly RecordEvent[], signal: AbortSignal): Promise<Delivered> {
    const status = await publish(
      batch.map(({ text }) => text),
      signal,
    ).catch(() => 0);
    if (status === 200) return { taken: batch.length };
    const isRefused = REFUSALS.includes(status);
    if (isRefused && batch.length > 1)
      return inTurn(
        batch.map((event) => [event]),
        signal,
      );
    const reason = status === 0 ? 'Event Grid gave no answer.' : `Event Grid answered ${status}.`;
    return { taken: 0, stopped: { kind: isRefused ? 'refused' : 'failed', reason } };
  }

  async function inTurn(
    batches: readonly (readonly RecordEvent[])[],
    signal: AbortSignal,
  ): Promise<Delivered> {
    let taken = 0;
    for (const batch of batches) {
      const delivered = await send(batch, signal);
      taken += delivered.taken;
      if (delivered.stopped !== undefined) return { ...delivered, taken };
    }
    return { taken };
  }

  return (events, signal) => inTurn(batchesOf(events), signal);
}

function batchesOf(events: readonly RecordEvent[]): RecordEvent[][] {
  const batches: RecordEvent[][] = [];
  let bytes = MOST_BYTES;
  for (const event of events) {
    const size = Buffer.byteLength(event.text) + 1;
    if (bytes + size > MOST_BYTES) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(event);
    bytes += size;
  }
  return batches;
}
