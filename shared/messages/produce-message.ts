import { AppError, type Fault, throwIfFaulty } from '../errors.ts';
import { isObject, type ParsedJson, parseJson } from '../parse-json.ts';
import { membersOf } from '../records/json-text.ts';
import { nameFaults, type ProduceRecord, readRecords } from '../records/produce-body.ts';
import { topicNameFault } from '../topics/name.ts';
import { claimCheckFault } from './claim-check.ts';
import { isEvent, type MessageEvent, type MessageEventLimits, readEvent } from './message-event.ts';
import { decodeMessage } from './message-bytes.ts';
import { readTraceParent } from './trace-parent.ts';

/** What a message of the produce queue asks for: records, a blob that holds them, or the routing of an event. */
export type ProduceMessage = {
  readonly traceParent: string | undefined;
} & (
  | {
      readonly kind: 'records';
      readonly topic: string;
      readonly messageId: string | undefined;
      readonly records: readonly ProduceRecord[];
    }
  | {
      readonly kind: 'claim-check';
      readonly topic: string;
      readonly messageId: string | undefined;
      /** The blob's name in the container of claim checks. */
      readonly claimCheck: string;
    }
  | { readonly kind: 'event'; readonly event: MessageEvent }
);

const NAMES = ['topic', 'records', 'claimCheck', 'messageId', 'traceparent'];
const MESSAGE_ID = /^[!-~]{1,255}$/;

/**
 * Reads `{"topic","records":[…],"messageId"?}`, `{"topic","claimCheck","messageId"?}` or an event, as JSON or its
 * base64. Throws `invalid-json`, `invalid-request` or `record-too-large`, naming every fault and no value.
 */
export function parseProduceMessage(bytes: Uint8Array, limits: MessageEventLimits): ProduceMessage {
  const json = parseJson(decodeMessage(bytes));
  const { text, value } = json;
  if (isEvent(value)) {
    return {
      kind: 'event',
      traceParent: readTraceParent(value),
      event: readEvent(value, text.trim(), limits),
    };
  }
  if (!isObject(value)) {
    throw new AppError(
      'invalid-request',
      'A message must be an object, {"topic","records":[{"value":…}]} or {"topic","claimCheck"}, or one event.',
    );
  }
  return readMessage(json, value, limits);
}

function readMessage(
  json: ParsedJson,
  value: Record<string, unknown>,
  limits: MessageEventLimits,
): ProduceMessage {
  const members = membersOf(json.text, 0);
  const faults = [...nameFaults(members, NAMES, '#'), ...headFaults(value)];
  const head = {
    topic: value['topic'] as string,
    messageId: value['messageId'] as string | undefined,
    traceParent: readTraceParent(value),
  };
  if (!('claimCheck' in value)) {
    return { ...head, kind: 'records', records: readRecords(json, members, limits, faults) };
  }
  throwIfFaulty([...faults, ...claimCheckFaults(value)]);
  return { ...head, kind: 'claim-check', claimCheck: value['claimCheck'] as string };
}

function headFaults({ topic, messageId }: Record<string, unknown>): Fault[] {
  const faults: Fault[] = [];
  const topicFault =
    typeof topic === 'string' ? topicNameFault(topic) : 'Missing: give the name of the topic, a string.';
  if (topicFault !== undefined) faults.push({ pointer: '#/topic', detail: topicFault });
  if (messageId !== undefined && !(typeof messageId === 'string' && MESSAGE_ID.test(messageId))) {
    faults.push({ pointer: '#/messageId', detail: 'Must be a string of 1 to 255 visible ASCII characters.' });
  }
  return faults;
}

function claimCheckFaults({ claimCheck, records }: Record<string, unknown>): Fault[] {
  const both =
    records === undefined ? [] : [{ pointer: '#/records', detail: 'Give records or claimCheck, not both.' }];
  const fault = typeof claimCheck === 'string' ? claimCheckFault(claimCheck) : 'Must be a string.';
  return fault === undefined ? both : [...both, { pointer: '#/claimCheck', detail: fault }];
}

/** What a message names, for a dead letter; of one that could not be read nothing is known. */
export function namesOf(parsed: ProduceMessage | undefined) {
  return {
    topic: parsed === undefined || parsed.kind === 'event' ? undefined : parsed.topic,
    claimCheck: parsed?.kind === 'claim-check' ? parsed.claimCheck : undefined,
  };
}

/** The same of a message's bytes. */
export function namesIn(bytes: Uint8Array, limits: MessageEventLimits): ReturnType<typeof namesOf> {
  try {
    return namesOf(parseProduceMessage(bytes, limits));
  } catch {
    return namesOf(undefined);
  }
}
