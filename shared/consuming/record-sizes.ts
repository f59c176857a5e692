/** How large records of each topic were lately, to ask for pages of a certain size. */
export interface RecordSizes {
  /** Bytes of JSON a record, 1 or more; a guess for a topic that was not read yet. */
  readonly of: (topic: string) => number;
  readonly saw: (topic: string, records: number, bytes: number) => void;
}

const GUESS_BYTES = 1000;
/** What the newest page counts against all before it. */
const WEIGHT = 0.5;
const MAX_TOPICS = 1000;

/** Remembers the sizes of so many topics; the one seen longest ago is forgotten first. */
export function createRecordSizes(): RecordSizes {
  const sizes = new Map<string, number>();
  const of = (topic: string) => sizes.get(topic) ?? GUESS_BYTES;
  return {
    of,
    saw(topic, records, bytes) {
      if (records === 0) return;
      const last = sizes.get(topic);
      const size = Math.max(1, bytes / records);
      sizes.delete(topic);
      // Larger at once, smaller by and by: to ask for too much costs memory, for too little only calls.
      sizes.set(topic, last === undefined || size > last ? size : last + (size - last) * WEIGHT);
      const oldest = sizes.keys().next().value;
      if (sizes.size > MAX_TOPICS && oldest !== undefined) sizes.delete(oldest);
    },
  };
}
