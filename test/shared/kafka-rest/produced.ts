import type { Accepted, Produce } from '../../../shared/kafka-rest/produce.ts';
import type { ProduceRecord } from '../../../shared/records/produce-body.ts';

/** A record with this text for its JSON. */
export function record(json: string, partition?: number): ProduceRecord {
  return { json, partition };
}

/** One call that a port under test made, open until the test ends it. */
export interface Call {
  readonly topic: string;
  /** The texts of its records. */
  readonly texts: readonly string[];
  readonly signal: AbortSignal;
  readonly accept: (accepted?: Accepted) => void;
  readonly fail: (error: Error) => void;
}

/** A port that records its calls and leaves each open. */
export function openCalls(): { readonly produce: Produce; readonly calls: Call[] } {
  const calls: Call[] = [];
  const produce: Produce = (topic, records, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<Accepted>();
    calls.push({
      topic,
      texts: records.map(({ json }) => json),
      signal,
      accept: (accepted = { duplicatesPossible: false }) => {
        resolve(accepted);
      },
      fail: reject,
    });
    return promise;
  };
  return { produce, calls };
}
