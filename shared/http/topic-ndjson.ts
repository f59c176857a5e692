import type { TopicReading } from '../consuming/read-topic.ts';
import { linesOf, type Shape } from './record-shape.ts';

/**
 * A reading as NDJSON: one record a line as they are read, and at the end
 * `{"cursor","done":true,"partitions","caughtUp"}`. Without that line the answer was cut.
 */
export async function* topicNdjson(reading: TopicReading, shape: Shape): AsyncGenerator<string | Buffer> {
  for await (const { records } of reading.pages) {
    if (records.length === 0) continue;
    yield linesOf(records, shape.value);
  }
  const progress = await reading.progress(shape);
  yield `${JSON.stringify({ cursor: reading.cursor(), done: true, ...progress })}\n`;
}
