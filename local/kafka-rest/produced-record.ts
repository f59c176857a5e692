import type { Assumptions } from './assumptions.ts';
import { checkFields, given } from './body.ts';
import { integer } from './integer.ts';
import { memberTexts } from './json-text.ts';
import { Refusal } from './refusal.ts';

/** A record as a request gives it, in the bytes that go into the log. */
export interface ProducedRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Left out: the partitioner's choice. */
  readonly partition?: number;
}

/** Reads one element of `records` from its JSON text. */
export function readRecord(text: string, assumptions: Assumptions): ProducedRecord {
  if (!text.startsWith('{')) throw new Refusal(400, 'A record is not a JSON object');
  const members = memberTexts(text);
  checkFields(members, ['key', 'value', 'partition'], assumptions);
  const key = given(members, 'key');
  const partition = given(members, 'partition');
  return {
    key: key === undefined ? null : keyBytes(key, assumptions),
    value: valueBytes(members.get('value'), assumptions),
    ...(partition !== undefined && { partition: integer(partition, 'int32', 'partition', '400') }),
  };
}

function keyBytes(text: string, assumptions: Assumptions): Buffer {
  return text.startsWith('"') ? stringBytes(text) : jsonBytes(text, assumptions);
}

function valueBytes(text: string | undefined, assumptions: Assumptions): Buffer | null {
  if (text === undefined) {
    if (assumptions['missing-value'] === '400') throw new Refusal(400, 'A record has no value');
    return null;
  }
  if (text === 'null') return nullBytes(assumptions['null-value']);
  const raw = text.startsWith('"') && assumptions['string-value-form'] === 'raw';
  return raw ? stringBytes(text) : jsonBytes(text, assumptions);
}

function nullBytes(form: Assumptions['null-value']): Buffer | null {
  if (form === '400') throw new Refusal(400, 'A record has the value null');
  return form === 'tombstone' ? null : Buffer.from('null');
}

function stringBytes(text: string): Buffer {
  return Buffer.from(JSON.parse(text) as string);
}

function jsonBytes(text: string, assumptions: Assumptions): Buffer {
  const kept = assumptions['json-text-is-kept'] === 'true';
  return Buffer.from(kept ? text : JSON.stringify(JSON.parse(text)));
}
