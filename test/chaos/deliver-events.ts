import { setTimeout as sleep } from 'node:timers/promises';
import type { Hands } from './hands.ts';
import type { Sent } from './messages.ts';
import type { World } from './world.ts';

const BATCH = 5;
const AT_ONCE = 8;
const AGAIN_MS = 1000;
const ANSWER_MS = 30_000;
const UNDER_WAY_MS = 1000;

/** Plays Event Grid: each batch is posted until it is answered 2xx. Gives how many deliveries that took. */
export async function deliverEvents(
  events: readonly Sent[],
  world: Pick<World, 'url' | 'onKill'>,
  hands: Hands,
  signal: AbortSignal,
): Promise<number> {
  let at = 0;
  let deliveries = 0;
  const worker = async () => {
    while (at < events.length) {
      const batch = events.slice(at, (at += BATCH));
      for (let isDone = false; !isDone; deliveries += 1) {
        signal.throwIfAborted();
        isDone = await deliver(batch, world, hands, signal);
        if (!isDone) await sleep(AGAIN_MS, undefined, { signal });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return deliveries;
}

/** One request, and who has its events until it is answered; true for 2xx. */
async function deliver(
  batch: readonly Sent[],
  { url, onKill }: Pick<World, 'url' | 'onKill'>,
  hands: Hands,
  signal: AbortSignal,
): Promise<boolean> {
  const held = batch.map(({ name }) => hands.take(name, Date.now()));
  const stopListening = onKill(() => {
    for (const one of held) one.killed = true;
    return held.length;
  });
  const answer = await fetch(`${url()}/runtime/webhooks/EventGrid?functionName=publishEvent`, {
    method: 'POST',
    headers: {
      'content-type': 'application/cloudevents-batch+json; charset=utf-8',
      'aeg-event-type': 'Notification',
    },
    body: `[${batch.map(({ text }) => text).join(',')}]`,
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
  }).catch(() => undefined);
  await answer?.arrayBuffer().catch(() => undefined);
  stopListening();
  // A call that a killed host has sent may be seen by the proxy a little later.
  for (const one of held) one.toMs = Date.now() + (one.killed ? UNDER_WAY_MS : 0);
  return answer?.ok === true;
}
