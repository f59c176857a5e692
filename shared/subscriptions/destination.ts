import type { RecordEvent } from './record-event.ts';

/** How many events from the first one on were taken, and what became of the next one where that was not all. */
export interface Delivered {
  readonly taken: number;
  /** `refused`: the event itself is at fault; `failed`: the destination cannot take any now, or did not say so. */
  readonly stopped?: { readonly kind: 'refused' | 'failed'; readonly reason: string };
}

/** Hands events over in their order, at least once; it never rejects, and ends with the signal. */
export type Deliver = (events: readonly RecordEvent[], signal: AbortSignal) => Promise<Delivered>;
