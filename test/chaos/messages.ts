/** What is dropped into the queue or raised as an event; `name` is in each of its records, and in no other. */
export interface Sent {
  readonly name: string;
  /** The message or event as it is given to the queue or the webhook. */
  readonly text: string;
  /** What it is to be in Kafka; undefined: it is wrong. */
  readonly record?: KafkaRecord;
  /** Which of the ways to be wrong, and the code of its dead letter; undefined: well-formed. */
  readonly wrong?: { readonly way: string; readonly code: string };
  /** A blob that goes before the message. */
  readonly claimCheck?: { readonly blob: string; readonly content: string };
  /** Left out: a week, as queues have it. */
  readonly expiresInSeconds?: number;
}

/** A record as it is in the log. */
export interface KafkaRecord {
  readonly key: string | null;
  readonly value: string;
}

export const TOPIC = 'orders';
/** KAFKA_MAX_RECORD_BYTES of the run: a message that is too large has to fit into a queue. */
export const MAX_RECORD_BYTES = 20_000;
// A topic that nobody knows may be made still: such a message is given up a minute before it expires.
const UNKNOWN_TOPIC_SECONDS = 240;

const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
const message = (records: unknown, topic: unknown = TOPIC) => JSON.stringify({ topic, records });
const toBlob = (blob: string) => JSON.stringify({ topic: TOPIC, claimCheck: blob });
const cloudEvent = (id: string) => ({
  ...{ specversion: '1.0', id, source: '/chaos', type: 'chaos.sent', partitionkey: id },
  data: { name: id },
});

type Make = (name: string) => Omit<Sent, 'name' | 'wrong'>;
type WrongMake = readonly [code: string, make: Make];

/** Twelve ways in which a message is wrong; what it asks for must never reach Kafka. */
const wrongMessages: Readonly<Record<string, WrongMake>> = {
  'not JSON': ['invalid-json', (name) => ({ text: `please send ${name}` })],
  'not base64': ['invalid-json', (name) => ({ text: `%%${name}==` })],
  truncated: ['invalid-json', (name) => ({ text: message([{ value: name }]).slice(0, -3) })],
  binary: [
    'invalid-json',
    (name) => ({ text: base64(Buffer.concat([Buffer.of(0, 255, 254, 128), Buffer.from(name)])) }),
  ],
  'wrong types': ['invalid-request', (name) => ({ text: message({ value: name }, 7) })],
  'no value': ['invalid-request', (name) => ({ text: message([{ key: name }]) })],
  'no records': [
    'invalid-request',
    (name) => ({ text: JSON.stringify({ topic: TOPIC, records: [], messageId: name }) }),
  ],
  'unknown member': ['invalid-request', (name) => ({ text: message([{ value: name, headers: {} }]) })],
  'unknown topic': [
    'topic-not-found',
    (name) => ({
      text: message([{ value: name }], 'nobody-made-this'),
      expiresInSeconds: UNKNOWN_TOPIC_SECONDS,
    }),
  ],
  'too large': [
    'record-too-large',
    (name) => ({ text: message([{ value: name.padEnd(MAX_RECORD_BYTES + 1, '.') }]) }),
  ],
  'missing claim check': ['invalid-request', (name) => ({ text: toBlob(`missing/${name}`) })],
  'claim check elsewhere': ['invalid-request', (name) => ({ text: toBlob(`../${name}`) })],
};

const goodEvent: Make = (name) => {
  const text = JSON.stringify(cloudEvent(name));
  return { text, record: { key: name, value: text } };
};

/** The same number of each form, so that a message of a thousand forms each would show. */
const goodMessages: readonly Make[] = [
  (name) => ({ text: message([{ key: name, value: name }]), record: { key: name, value: name } }),
  (name) => ({ text: base64(message([{ value: name }])), record: { key: null, value: name } }),
  goodEvent,
  (name) => ({
    text: JSON.stringify({ topic: TOPIC, records: [{ value: name }], messageId: name }),
    record: { key: null, value: name },
  }),
];
const claimChecked: Make = (name) => ({
  text: toBlob(name),
  record: { key: null, value: name },
  claimCheck: { blob: name, content: JSON.stringify({ records: [{ value: name }] }) },
});

const wrongEvents: Readonly<Record<string, WrongMake>> = {
  'event without source': [
    'invalid-request',
    (id) => ({ text: JSON.stringify({ ...cloudEvent(id), source: undefined }) }),
  ],
  'event without type': [
    'invalid-request',
    (id) => ({ text: JSON.stringify({ ...cloudEvent(id), type: undefined }) }),
  ],
  'event that is too large': [
    'record-too-large',
    (id) => ({
      text: JSON.stringify({ ...cloudEvent(id), data: '.'.repeat(MAX_RECORD_BYTES) }),
    }),
  ],
};

function inTurn<T>(all: readonly T[], index: number): T {
  const one = all[index % all.length];
  if (one === undefined) throw new Error('There is nothing to take in turn.');
  return one;
}

/** Messages of the queue: one in a hundred wrong, in each way in turn; one in fifty by claim check. */
export function queueMessages(count: number): Sent[] {
  const ways = Object.entries(wrongMessages);
  return Array.from({ length: count }, (_, index) => {
    const name = `queued-${index}`;
    // As many as there are ways at least, also of few messages.
    const every = Math.max(2, Math.min(100, Math.floor(count / ways.length)));
    if (index % every === every - 1) {
      return { name, ...wrongOne(inTurn(ways, Math.floor(index / every)), name) };
    }
    const make = index % 50 === 0 ? claimChecked : inTurn(goodMessages, index);
    return { name, ...make(name) };
  });
}

/** Events: one in a hundred wrong, in each way in turn. */
export function raisedEvents(count: number): Sent[] {
  const ways = Object.entries(wrongEvents);
  return Array.from({ length: count }, (_, index) => {
    const name = `raised-${index}`;
    if (index % 100 !== 50) return { name, ...goodEvent(name) };
    return { name, ...wrongOne(inTurn(ways, Math.floor(index / 100)), name) };
  });
}

function wrongOne([way, [code, make]]: readonly [string, WrongMake], name: string) {
  return { wrong: { way, code }, ...make(name) };
}

/** The name of what a record's value came from: the value itself, or the id of the event that it is. */
export function nameIn(value: string): string {
  return value.startsWith('{') ? String((JSON.parse(value) as { id?: unknown }).id) : value;
}
