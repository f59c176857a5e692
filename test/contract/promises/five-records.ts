import type { Caller } from '../caller.ts';

/** Puts five records with the values 1 to 5 at the end of the one-partition topic; `from` is the offset of the first. */
export async function fiveRecords(caller: Caller): Promise<{ topic: string; from: number }> {
  const topic = await caller.topic(1);
  const from = await caller.end(topic);
  await caller.write(topic, JSON.stringify([1, 2, 3, 4, 5].map((value) => ({ key: 'k', value }))));
  return { topic, from };
}
