import { AppError, type Fault, throwIfFaulty } from '../errors.ts';
import { parseJson } from '../parse-json.ts';
import { checkRecord, type ProduceLimits, type ProduceRecord } from '../records/produce-body.ts';
import type { Line } from './split-lines.ts';

/** A record, and the line that it came in. */
export interface LineRecord extends ProduceRecord {
  readonly line: number;
}

/**
 * Reads `{"key"?,"value","partition"?}` of one line, as strictly as a record of `{"records":[…]}`; throws what is wrong
 * with the number of the line.
 */
export function parseLine({ number, bytes }: Line, limits: ProduceLimits): LineRecord {
  const { text, value } = parseJsonOf(number, bytes);
  const { record, faults, oversized } = checkRecord(value, text.trim(), '#', limits);
  if (faults.length + oversized.length > 0) {
    throwIfFaulty(faults.length > 0 ? [...faults, ...oversized].map((fault) => atLine(number, fault)) : []);
    throwIfFaulty(
      oversized.map((fault) => atLine(number, fault)),
      'record-too-large',
    );
  }
  return { ...record, line: number };
}

function parseJsonOf(line: number, bytes: Buffer) {
  try {
    return parseJson(bytes);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const fault = atLine(line, { pointer: '#', detail: error.message.replace('The body', 'It') });
    throw new AppError(error.code, fault.detail, { faults: [fault] });
  }
}

/** The same fault with the line that it is in. */
export function atLine(line: number, fault: Fault): Fault {
  return 'pointer' in fault ? { line, ...fault, detail: `Line ${line}: ${fault.detail}` } : fault;
}
