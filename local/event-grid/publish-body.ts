/** How a topic takes its events: Event Grid's own schema, or CloudEvents 1.0 in structured mode. */
export type Schema = 'EventGrid' | 'CloudEvents';

/** One event as it was published, with what the service adds. */
export type PublishedEvent = Readonly<Record<string, unknown>>;

/** What the service answers 400 to; the message tells the publisher why. */
export class BadEvents extends Error {}

const required = {
  EventGrid: ['id', 'subject', 'eventType', 'eventTime', 'dataVersion'],
  CloudEvents: ['id', 'source', 'type', 'specversion'],
} as const satisfies Record<Schema, readonly string[]>;

/** The events of a publish call; throws `BadEvents` where one is not of the schema that the topic takes. */
export function readEvents(
  body: Buffer,
  contentType: string,
  schema: Schema,
  topic: string,
): PublishedEvent[] {
  const value = parse(body);
  const isSingle = schema === 'CloudEvents' && contentType.startsWith('application/cloudevents+json');
  if (schema === 'CloudEvents' && !contentType.startsWith('application/cloudevents')) {
    throw new BadEvents('The topic takes CloudEvents: application/cloudevents+json or -batch+json.');
  }
  if (Array.isArray(value) === isSingle) throw new BadEvents('The events must be an array.');
  const events: unknown[] = Array.isArray(value) ? value : [value];
  return events.map((event) => {
    if (typeof event !== 'object' || event === null) throw new BadEvents('An event must be an object.');
    const missing = required[schema].find((name) => typeof (event as PublishedEvent)[name] !== 'string');
    if (missing !== undefined) throw new BadEvents(`The event lacks ${missing}, a string.`);
    return schema === 'EventGrid' ? { ...event, topic, metadataVersion: '1' } : (event as PublishedEvent);
  });
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new BadEvents('The body is not valid JSON.');
  }
}
