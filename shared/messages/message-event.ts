import { AppError, throwIfFaulty } from '../errors.ts';
import { isObject } from '../parse-json.ts';
import { cloudEventFaults, type EventKey, eventRecord } from '../records/cloud-event.ts';
import { eventGridFaults, isEventGridEvent } from '../records/event-grid-event.ts';
import type { ProduceRecord } from '../records/produce-body.ts';

/** What rules look at and dedupe goes by, in the words of CloudEvents. */
export interface EventContext {
  readonly id: string;
  /** Of an event in Event Grid's own schema: its `topic`, which the service stamps on it. */
  readonly source: string;
  readonly type: string;
  readonly subject: string | undefined;
}

/** An event without faults, and the record that it becomes. */
export interface MessageEvent extends EventContext {
  readonly record: ProduceRecord;
}

export interface MessageEventLimits {
  readonly maxRecordBytes: number;
  readonly eventKey: EventKey;
}

/** True for what has the form of an event: a CloudEvent, or one of Event Grid's own schema. */
export function isEvent(value: unknown): value is Record<string, unknown> {
  return isObject(value) && ('specversion' in value || isEventGridEvent(value));
}

/** Reads an event of either schema; throws `invalid-request` naming every fault, or `record-too-large`. */
export function readEvent(
  event: Record<string, unknown>,
  json: string,
  { maxRecordBytes, eventKey }: MessageEventLimits,
): MessageEvent {
  const isOwn = isEventGridEvent(event);
  throwIfFaulty(isOwn ? eventGridFaults(event, json) : cloudEventFaults(event, json, '#'));
  const bytes = Buffer.byteLength(json);
  if (bytes > maxRecordBytes) {
    throw new AppError('record-too-large', `The event is ${bytes} bytes: the limit is ${maxRecordBytes}.`);
  }
  const text = (name: string) => (typeof event[name] === 'string' ? event[name] : undefined);
  return {
    id: text('id') ?? '',
    source: text(isOwn ? 'topic' : 'source') ?? '',
    type: text(isOwn ? 'eventType' : 'type') ?? '',
    subject: text('subject'),
    record: eventRecord(event, json, eventKey),
  };
}
