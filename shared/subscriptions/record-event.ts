import type { ConsumedRecord } from '../kafka-rest/operations/consumer.ts';
import { membersOf } from '../records/json-text.ts';
import { withJsonValue } from '../records/json-value.ts';

/** A record as a CloudEvent 1.0 in structured mode; the same record has the same id, so that a repeat can be told. */
export interface RecordEvent {
  /** `topic/partition/offset`. */
  readonly id: string;
  readonly text: string;
}

export interface RecordPlace {
  /** Host name of the proxy. */
  readonly cluster: string;
  readonly topic: string;
  readonly partition: number;
}

/**
 * `data` is JSON where the record's value is, with all of its digits, else the value as a string of `text/plain`; a
 * record whose value is null has none.
 */
export function recordEvent(
  { cluster, topic, partition }: RecordPlace,
  { json, offset, key, timestampMs }: ConsumedRecord,
): RecordEvent {
  const id = `${topic}/${partition}/${offset}`;
  const data = dataOf(json.toString());
  const attributes = {
    specversion: '1.0',
    id,
    source: `/kafka/${cluster}/${topic}/${partition}`,
    type: 'kafka.record',
    ...(timestampMs !== null && { time: new Date(timestampMs).toISOString() }),
    ...(key !== null && key !== '' && { partitionkey: key }),
    ...(data !== undefined && { datacontenttype: data.contentType }),
  };
  const head = JSON.stringify(attributes);
  return { id, text: data === undefined ? head : `${head.slice(0, -1)},"data":${data.json}}` };
}

function dataOf(record: string): { readonly contentType: string; readonly json: string } | undefined {
  const given = valueOf(record);
  if (given === undefined || given === 'null') return undefined;
  const json = valueOf(withJsonValue(record)) ?? given;
  // A string that JSON could not take the place of is text, and any other value is JSON already.
  const isText = json === given && given.startsWith('"');
  return { contentType: isText ? 'text/plain' : 'application/json', json };
}

function valueOf(record: string): string | undefined {
  const member = membersOf(record, 0).findLast(({ name }) => name === 'value');
  return member === undefined ? undefined : record.slice(member.start, member.end);
}
