import {
  eachElement,
  eachMember,
  endOfValue,
  isNamed,
  skipSpace,
  valueAt,
} from '../../records/json-bytes.ts';

/** One record as the proxy gave it. */
export interface ConsumedRecord {
  /** Its JSON, byte for byte; a view into the answer that it came in. */
  readonly json: Buffer;
  readonly offset: number;
  /** Null for a record without a key, however the proxy shows that. */
  readonly key: string | null;
  /** Epoch milliseconds, by its producer's clock or the broker's; null where the proxy gives none. */
  readonly timestampMs: number | null;
}

const OPEN_ARRAY = 0x5b;
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

/**
 * The records of a whole answer, `{"records":[…]}` or a bare array; of a member given twice the last counts. Throws a
 * SyntaxError, which may quote it, where it is neither or a record has no offset.
 */
export function cutRecords(answer: Buffer): ConsumedRecord[] {
  const isMarked = answer.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
  const bytes = isMarked ? answer.subarray(BYTE_ORDER_MARK.length) : answer;
  let records: ConsumedRecord[] | undefined;
  const cutAt = (start: number) => {
    const cut: ConsumedRecord[] = [];
    records = cut;
    return eachElement(bytes, start, (at) => {
      const record = recordAt(bytes, at);
      cut.push(record);
      return at + record.json.length;
    });
  };
  const start = skipSpace(bytes, 0);
  const end =
    bytes[start] === OPEN_ARRAY
      ? cutAt(start)
      : eachMember(bytes, start, (name, at) =>
          isNamed(bytes, name, 'records') ? cutAt(at) : endOfValue(bytes, at),
        );
  if (records === undefined || skipSpace(bytes, end) < bytes.length) throw new SyntaxError('No records.');
  return records;
}

/** The record at `at`; throws a SyntaxError, which may quote it, where there is none, or not all of it. */
export function recordAt(bytes: Buffer, at: number): ConsumedRecord {
  let offset: unknown;
  let key: unknown;
  let timestamp: unknown;
  const end = eachMember(bytes, at, (name, start) => {
    const valueEnd = endOfValue(bytes, start);
    if (isNamed(bytes, name, 'offset')) offset = valueAt(bytes, start, valueEnd);
    else if (isNamed(bytes, name, 'key')) key = valueAt(bytes, start, valueEnd);
    else if (isNamed(bytes, name, 'timestamp')) timestamp = valueAt(bytes, start, valueEnd);
    return valueEnd;
  });
  if (!Number.isSafeInteger(offset)) throw new SyntaxError('A record without an offset.');
  return {
    json: bytes.subarray(at, end),
    offset: offset as number,
    key: typeof key === 'string' ? key : null,
    timestampMs: Number.isSafeInteger(timestamp) ? (timestamp as number) : null,
  };
}
