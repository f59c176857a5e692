import type { TopicReading } from '../consuming/read-topic.ts';
import { type Shape, textOf } from './record-shape.ts';

/** A reading as one JSON text, `{"records","cursor","partitions","caughtUp"}`, and its cursor. */
export async function topicJson(
  reading: TopicReading,
  shape: Shape,
): Promise<{ readonly body: string; readonly cursor: string }> {
  const texts: string[] = [];
  for await (const { records } of reading.pages)
    texts.push(...records.map(({ json }) => textOf(json, shape.value)));
  const progress = await reading.progress(shape);
  const cursor = reading.cursor();
  return {
    body: `{"records":[${texts.join(',')}],${JSON.stringify({ cursor, ...progress }).slice(1)}`,
    cursor,
  };
}
