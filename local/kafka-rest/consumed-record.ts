import type { Assumptions } from './assumptions.ts';
import type { StoredRecord } from './log.ts';

const spellings = {
  CreateTime: { create: 'CreateTime', 'log-append': 'LogAppendTime' },
  CREATE_TIME: { create: 'CREATE_TIME', 'log-append': 'LOG_APPEND_TIME' },
} as const;

/** A record as a read gives it. Key and value are strings; bytes that are no UTF-8 are lost, there is no base64. */
export function consumedRecord(record: StoredRecord, partition: number, assumptions: Assumptions) {
  return {
    key: textOf(record.key, assumptions['null-key-form']),
    value: textOf(record.value, assumptions['null-value-form']),
    partition,
    offset: record.offset,
    timestamp: record.timestampMs,
    timestampType: spellings[assumptions['timestamp-type-strings']][record.timestampType],
  };
}

// JSON.stringify leaves out what is undefined.
function textOf(bytes: Buffer | null, nullForm: Assumptions['null-key-form']): string | null | undefined {
  if (bytes !== null) return bytes.toString();
  return { null: null, absent: undefined, empty: '' }[nullForm];
}
