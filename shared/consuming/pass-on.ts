import { buffer as bytesOf } from 'node:stream/consumers';
import type { Open } from '../kafka-rest/operation.ts';
import { consumeRecords, nextOffsetOf, type Page } from '../kafka-rest/operations/consumer.ts';
import { partitionOf, type Partitions } from '../kafka-rest/partitions.ts';
import { type FirstRecord, firstRecordIn } from './first-record.ts';
import type { JudgeRead } from './judge-read.ts';
import { createPace, type Pace } from './pace.ts';
import { type LogRange, type LogRead, METADATA_AGE_MS } from './read-log.ts';

/** Records at the place that was asked for, as the bytes that the proxy sends them in. */
export interface Passed {
  readonly kind: 'passed';
  readonly nextOffset: number;
  /** At most a second old; null where it is not known. Asked for while the bytes come, and never rejects. */
  readonly endOffset: Promise<number | null>;
  /** A JSON object, or an array where `isBare`; fails where the proxy's answer does. */
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly isBare: boolean;
}

export interface PassOnOptions {
  readonly open: Open;
  readonly partitions: Partitions;
  readonly judge: JudgeRead;
}

/**
 * Reads once, without making objects of the records; what begins with no record of the place is read as any other.
 * `signal` bounds what it takes until there is a first record, and a new `deadline` each piece after it.
 */
export type PassOn = (
  range: LogRange,
  signal: AbortSignal,
  later: { readonly deadline: () => AbortSignal; readonly closed: AbortSignal },
) => Promise<Passed | LogRead>;

/** An answer up to this size is whole before the first byte is passed on: what fails by then has its own status. */
const FIRST_BYTES = 64 * 1024;
/** The platform cuts answers at 230 s. */
const TOTAL_MS = 200_000;

export function createPassOn({ open, partitions, judge }: PassOnOptions): PassOn {
  async function begin(range: LogRange, pace: Pace, deadline: () => AbortSignal) {
    const operation = consumeRecords(range);
    const { status, headers, body } = await open(operation, pace.signal);
    const source = body[Symbol.asyncIterator]();
    const { bytes, first } = await readFirst(source);
    const nextOffset = nextOffsetOf(headers) ?? 0;
    const chunks = inTurn(bytes, source, pace, deadline);
    if (first?.offset === range.offset && nextOffset > range.offset) {
      return { nextOffset, chunks, isBare: first.isBare };
    }
    return operation.read({ status, headers, bytes: await bytesOf(chunks) });
  }

  return async (range, signal, { deadline, closed }) => {
    const pace = createPace(closed, TOTAL_MS);
    const endOffset =
      range.withEnd === false
        ? Promise.resolve(null)
        : partitionOf(partitions, range, METADATA_AGE_MS, signal).then(
            (known) => known.endOffset,
            () => null,
          );
    const [read] = await Promise.allSettled([pace.inTime(begin(range, pace, deadline), signal)]);
    if (read.status === 'rejected') pace.stop();
    else if ('chunks' in read.value) return { kind: 'passed', ...read.value, endOffset };
    return judge({ range, read: read as PromiseSettledResult<Page>, endOffset: await endOffset }, signal);
  };
}

interface Begun {
  readonly bytes: Buffer;
  readonly first: FirstRecord | undefined;
}

/** Reads up to the end of the first record and `FIRST_BYTES` at least, or all there is. */
async function readFirst(source: AsyncIterator<Uint8Array>): Promise<Begun> {
  const read: Uint8Array[] = [];
  let count = 0;
  for (let enough = FIRST_BYTES; ;) {
    const next = await source.next();
    if (next.done === true) break;
    read.push(next.value);
    count += next.value.byteLength;
    if (count < enough) continue;
    const bytes = Buffer.concat(read);
    const first = firstRecordIn(bytes);
    if (first !== undefined) return { bytes, first };
    enough = count * 2;
  }
  const bytes = Buffer.concat(read);
  return { bytes, first: firstRecordIn(bytes) };
}

async function* inTurn(
  bytes: Uint8Array,
  source: AsyncIterator<Uint8Array>,
  pace: Pace,
  deadline: () => AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    yield bytes;
    for (;;) {
      const next = await pace.inTime(source.next(), deadline());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    pace.stop();
  }
}
