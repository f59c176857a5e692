import { isUtf8 } from 'node:buffer';
import { AppError, type Fault, throwIfFaulty } from '../errors.ts';
import { parseJson } from '../parse-json.ts';
import { cloudEventFaults, type EventKey, eventRecord } from './cloud-event.ts';
import { elementsOf } from './json-text.ts';
import { MAX_RECORDS, type ProduceLimits, type ProduceRecord } from './produce-body.ts';

export interface EventLimits extends ProduceLimits {
  readonly eventKey: EventKey;
}

/** One event in structured mode (`application/cloudevents+json`), forwarded as it was sent. */
export function parseCloudEvent(
  body: Uint8Array,
  limits: EventLimits,
  faultsBefore: readonly Fault[] = [],
): ProduceRecord[] {
  const { text, value } = parseJson(body);
  return toRecords([{ event: value, json: text.trim(), pointer: '#' }], limits, faultsBefore);
}

/** Events in batched mode (`application/cloudevents-batch+json`); an empty batch is allowed and writes nothing. */
export function parseCloudEventBatch(
  body: Uint8Array,
  limits: EventLimits,
  faultsBefore: readonly Fault[] = [],
): ProduceRecord[] {
  const { text, value } = parseJson(body);
  if (!Array.isArray(value)) throw new AppError('invalid-request', 'A batch must be an array of events.');
  if (value.length > MAX_RECORDS) {
    throw new AppError('invalid-request', `${value.length} events: give at most ${MAX_RECORDS} at a time.`);
  }
  const events = elementsOf(text, 0).map(({ start, end }, index) => ({
    event: value[index] as unknown,
    json: text.slice(start, end),
    pointer: `#/${index}`,
  }));
  return toRecords(events, limits, faultsBefore);
}

/**
 * One event in binary mode: attributes in `ce-` headers, the body its data. The proxy has no headers, so the record is
 * the event in JSON format: JSON data to the character, text as a string, anything else as `data_base64`.
 */
export function parseBinaryCloudEvent(
  headers: Iterable<readonly [name: string, value: string]>,
  body: Uint8Array,
  limits: EventLimits,
  faultsBefore: readonly Fault[] = [],
): ProduceRecord[] {
  const attributes: Record<string, string> = {};
  let contentType: string | undefined;
  for (const [name, value] of headers) {
    if (name === 'content-type') contentType = value;
    else if (name.startsWith('ce-')) attributes[name.slice('ce-'.length)] = decodeHeader(name, value);
  }
  if (contentType !== undefined) attributes['datacontenttype'] = contentType;
  const data = body.length === 0 ? '' : `,${dataMember(contentType ?? 'application/json', body)}`;
  const json = `${JSON.stringify(attributes).slice(0, -1)}${data}}`;
  return toRecords([{ event: JSON.parse(json), json, pointer: '#' }], limits, faultsBefore);
}

// The HTTP binding has attribute values percent-encoded (CloudEvents 1.0, HTTP protocol binding 3.1.3.2).
function decodeHeader(name: string, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new AppError('invalid-request', `The header ${name} is not percent-encoded rightly.`);
  }
}

function dataMember(contentType: string, body: Uint8Array): string {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (/^[^/]+\/(json|[^/]+\+json)$/.test(type)) return `"data":${parseJson(body).text.trim()}`;
  const isText = type.startsWith('text/') && isUtf8(body);
  return isText
    ? `"data":${JSON.stringify(Buffer.from(body).toString())}`
    : `"data_base64":"${Buffer.from(body).toString('base64')}"`;
}

interface Sent {
  readonly event: unknown;
  readonly json: string;
  readonly pointer: string;
}

function toRecords(
  events: readonly Sent[],
  limits: EventLimits,
  faultsBefore: readonly Fault[],
): ProduceRecord[] {
  const faults = [
    ...faultsBefore,
    ...events.flatMap(({ event, json, pointer }) => cloudEventFaults(event, json, pointer)),
  ];
  const oversized = events.flatMap(({ json, pointer }) => {
    const bytes = Buffer.byteLength(json);
    return bytes > limits.maxRecordBytes
      ? [{ pointer, detail: `The event is ${bytes} bytes: the limit is ${limits.maxRecordBytes}.` }]
      : [];
  });
  throwIfFaulty(faults.length > 0 ? [...faults, ...oversized] : []);
  throwIfFaulty(oversized, 'record-too-large');
  return events.map(({ event, json }) =>
    eventRecord(event as Record<string, unknown>, json, limits.eventKey),
  );
}
