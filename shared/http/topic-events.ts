import type { TopicReading } from '../consuming/read-topic.ts';
import type { TopicPage } from '../consuming/take-page.ts';
import { withHeartbeat } from './heartbeat.ts';
import { lineOf, type Shape } from './record-shape.ts';

const RETRY_MS = 1000;
const HEARTBEAT_MS = 15_000;

export interface EventsOptions {
  readonly shape: Shape;
  /** The problem that a failure is to the caller, as JSON. */
  readonly problemOf: (error: unknown) => string;
  /** Nobody waits for the answer any more, whose failures then are none. */
  readonly closed: AbortSignal;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/**
 * A reading as server-sent events (HTML standard, 9.2): records as plain `data:`, each with the cursor after it as
 * `id:`; `event: position` where a cursor moved without records, `event: skipped`, and `event: problem` as the last of
 * one that failed. A browser that comes back says the last id it saw.
 */
export function topicEvents(reading: TopicReading, options: EventsOptions): AsyncGenerator<string> {
  const { sleep } = options;
  let told = '';
  const position = async () => {
    const cursor = reading.cursor();
    if (cursor === told) return '';
    told = cursor;
    const { caughtUp } = await reading.progress({ withEnds: false });
    return `event: position\nid: ${cursor}\ndata: ${JSON.stringify({ caughtUp })}\n\n`;
  };

  async function* events(): AsyncGenerator<string> {
    // Headers leave with the first chunk. Without an id to begin with, who comes back before a record would begin anew.
    yield `: records follow\nretry: ${RETRY_MS}\n\n${await position()}`;
    try {
      for await (const page of reading.pages) {
        const cursor = reading.cursor();
        const text = pageEvents(page, cursor);
        if (text !== '') yield text;
      }
      const end = await position();
      if (end !== '') yield end;
    } catch (error) {
      if (!options.closed.aborted) yield `event: problem\ndata: ${options.problemOf(error)}\n\n`;
    }
  }

  function pageEvents({ partition, records, skipped }: TopicPage, cursor: string): string {
    const lines = records.map(({ json, offset }, index) => {
      const isLast = index === records.length - 1;
      const id = isLast ? cursor : reading.cursor({ partition, nextOffset: offset + 1 });
      return `id: ${id}\ndata: ${lineOf(json, options.shape.value).toString()}\n\n`;
    });
    if (skipped !== undefined) {
      lines.push(`event: skipped\nid: ${cursor}\ndata: ${JSON.stringify({ partition, ...skipped })}\n\n`);
    }
    if (lines.length > 0) told = cursor;
    return lines.join('');
  }

  return withHeartbeat(events(), {
    everyMs: HEARTBEAT_MS,
    beat: async () => `: waiting\n\n${await position()}`,
    ...(sleep !== undefined && { sleep }),
  });
}
