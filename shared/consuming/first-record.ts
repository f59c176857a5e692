import { recordAt } from '../kafka-rest/operations/cut-records.ts';

/** What the beginning of a read's answer tells without its rest. */
export interface FirstRecord {
  readonly offset: number;
  /** True for a bare array of records, as Microsoft's reference has it; its sample reads `{"records":[…]}`. */
  readonly isBare: boolean;
}

/** The first record of an answer of which these are the first bytes; undefined where it is not there, or not whole. */
export function firstRecordIn(bytes: Buffer): FirstRecord | undefined {
  const [head, isObject] =
    /^\s*(\{\s*"records"\s*:\s*)?\[\s*(?=\{)/.exec(bytes.toString('latin1', 0, 256)) ?? [];
  if (head === undefined) return undefined;
  try {
    return { offset: recordAt(bytes, head.length).offset, isBare: isObject === undefined };
  } catch {
    return undefined;
  }
}
