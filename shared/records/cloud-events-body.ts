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
  const attributes = new Map<string, string>();
  const faults = [...faultsBefore];
  let contentType: string | undefined;
  for (const [header, value] of headers) {
    if (header === 'content-type') contentType = value;
    if (!header.startsWith('ce-')) continue;
    const name = header.slice('ce-'.length);
    if (NO_ATTRIBUTES.includes(name)) {
      faults.push(headerFault(header, 'Leave it out: the body is the data.'));
      continue;
    }
    const decoded = decodeHeader(value);
    if (decoded === undefined) faults.push(headerFault(header, 'Is not percent-encoded as it should be.'));
    attributes.set(name, decoded ?? value);
  }
  if (contentType !== undefined) attributes.set('datacontenttype', contentType);
  const data = body.length === 0 ? '' : `,${dataMember(contentType ?? 'application/json', body)}`;
  const json = `${JSON.stringify(Object.fromEntries(attributes)).slice(0, -1)}${data}}`;
  return toRecords([{ event: JSON.parse(json), json, pointer: '#', at: inHeader }], limits, faults);
}

// What JSON has as a member and no header may have.
const NO_ATTRIBUTES = ['data', 'data_base64'];

// The HTTP binding has attribute values percent-encoded (CloudEvents 1.0, HTTP protocol binding 3.1.3.2).
function decodeHeader(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

function headerFault(parameter: string, detail: string): Fault {
  return { parameter, in: 'header', detail: `${parameter}: ${detail}` };
}

/** A fault of an attribute as one of the header that it came in. */
function inHeader(fault: Fault): Fault {
  const name = 'pointer' in fault ? /^#\/(.*)$/.exec(fault.pointer)?.[1] : undefined;
  return name === undefined ? fault : headerFault(`ce-${name}`, fault.detail);
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
  /** Where the caller finds what `pointer` and a name point at, if not there. */
  readonly at?: (fault: Fault) => Fault;
}

function toRecords(
  events: readonly Sent[],
  limits: EventLimits,
  faultsBefore: readonly Fault[],
): ProduceRecord[] {
  const faults = [
    ...faultsBefore,
    ...events.flatMap(({ event, json, pointer, at = (fault) => fault }) =>
      cloudEventFaults(event, json, pointer).map(at),
    ),
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
