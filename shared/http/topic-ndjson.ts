import type { TopicReading } from '../consuming/read-topic.ts';
import { oneLine, type Shape, shapeOf } from './record-shape.ts';

/**
 * A reading as NDJSON: one record a line as they are read, and at the end
 * `{"cursor","done":true,"partitions","caughtUp"}`. Without that line the answer was cut.
 */
export async function* topicNdjson(reading: TopicReading, shape: Shape): AsyncGenerator<string> {
  for await (const { records } of reading.pages) {
    if (records.length === 0) continue;
    yield `${records.map(({ text }) => oneLine(shapeOf(text, shape))).join('\n')}\n`;
  }
  const progress = await reading.progress(shape);
  yield `${JSON.stringify({ cursor: reading.cursor(), done: true, ...progress })}\n`;
}
