import { AppError } from '../errors.ts';
import type { ConsumedRecord } from '../kafka-rest/operations/consumer.ts';
import { partitionOf, type Partitions } from '../kafka-rest/partitions.ts';
import type { Hold } from '../memory.ts';
import type { FindPlace, Place } from './place.ts';
import type { Passed, PassOn } from './pass-on.ts';
import type { ReadHeld } from './read-held.ts';
import { type LogRange, type LogRead, METADATA_AGE_MS } from './read-log.ts';
import { cutAt, isReached, type Until } from './until.ts';
import type { WaitFor } from './wait-for.ts';
import type { Waiting } from './waiting.ts';

export interface PartitionRequest {
  readonly topic: string;
  readonly partition: number;
  readonly place: Place;
  readonly until: Until;
  readonly count: number;
  readonly maxBytes: number;
  /** How long to wait at the end of the log for a first record. */
  readonly waitMs: number;
  /** Of a place that is an offset; the others are sought anew. */
  readonly onOutOfRange: 'error' | 'earliest' | 'latest';
  /** False: no metadata is asked for but where the read itself needs it. */
  readonly withLag: boolean;
  /** True where the records are wanted as they are, all that the proxy gives: their bytes are passed on then. */
  readonly asGiven: boolean;
  /** Has what is read for the answer, as long as it is not passed on; whoever gives it releases it. */
  readonly hold: Hold;
}

/** What came, and where to read on. */
export interface PartitionRead {
  readonly content: Passed | RecordsRead;
  readonly nextOffset: number;
  /** The offset that was asked for and is not in the log, and where the read began instead. */
  readonly skipped?: { readonly from: number; readonly to: number };
  /** True where the read stopped at `until`: there is no more of what was asked for. */
  readonly isComplete: boolean;
}

export interface RecordsRead {
  readonly kind: 'records';
  readonly records: readonly ConsumedRecord[];
  /** At most a second old; null where it is not known. */
  readonly endOffset: number | null;
}

/** What ends a read before it has an answer. */
export interface Ends {
  /** A new total deadline for what needs the proxy, one for the read, and one for each poll of a wait and each piece of a long answer. */
  readonly deadline: () => AbortSignal;
  /** Nobody waits for the answer any more. */
  readonly closed: AbortSignal;
}

/** Reads one partition from a place on. */
export type ReadPartition = (request: PartitionRequest, ends: Ends) => Promise<PartitionRead>;

export interface ReadPartitionOptions {
  readonly partitions: Partitions;
  readonly findPlace: FindPlace;
  readonly readHeld: ReadHeld;
  readonly passOn: PassOn;
  readonly waitFor: WaitFor;
  readonly waiting: Waiting;
}

type Found = Exclude<LogRead, { kind: 'out-of-range' }>;
interface Begun {
  readonly range: LogRange;
  readonly read: Found | Passed;
  readonly skipped?: { readonly from: number; readonly to: number };
}

const MAX_MOVES = 3;

/** Composes finding the place, the read, what to do outside the log, and the wait at its end. */
export function createReadPartition(options: ReadPartitionOptions): ReadPartition {
  const { partitions, findPlace, readHeld, passOn, waitFor, waiting } = options;

  async function begin(request: PartitionRequest, ends: Ends): Promise<Begun> {
    const signal = AbortSignal.any([ends.deadline(), ends.closed]);
    const asked = await findPlace(request, request.place, signal);
    let offset = asked;
    for (let moves = 0; ;) {
      const range = rangeOf(request, offset);
      const passes = request.asGiven && Number.isSafeInteger(offset);
      const read = await (passes ? passOn(range, signal, ends) : readHeld(range, request.hold, signal));
      if (read.kind === 'out-of-range') {
        // Retention may take the earliest record again between two calls.
        if (++moves > MAX_MOVES) throw outOfRange(offset, read);
        offset = insteadOf(request, offset, read);
      } else if (isGap(read, range) && !isReached(request.until, read.nextOffset)) offset = read.nextOffset;
      else if (moves === 0 || request.place.at !== 'offset') return { range, read };
      else return { range, read, skipped: { from: asked, to: offset } };
    }
  }

  async function poll(
    request: PartitionRequest,
    range: LogRange,
    signal: AbortSignal,
  ): Promise<Found | undefined> {
    const polled = { ...range, withEnd: false, knownEnd: range.offset };
    const read = await readHeld(polled, request.hold, signal);
    if (read.kind === 'out-of-range') throw outOfRange(range.offset, read);
    if (read.kind === 'end' || read.records.length === 0) return undefined;
    if (!request.withLag) return read;
    const end = await partitionOf(partitions, range, METADATA_AGE_MS, signal).catch(() => undefined);
    return { ...read, endOffset: end === undefined ? null : Math.max(end.endOffset, read.nextOffset) };
  }

  async function waitAt(
    request: PartitionRequest,
    range: LogRange,
    { deadline, closed }: Ends,
  ): Promise<Found | undefined> {
    const leave = waiting.enter();
    const pollOnce = (ended: AbortSignal) => poll(request, range, AbortSignal.any([ended, deadline()]));
    return waitFor(pollOnce, request.waitMs, closed).finally(leave);
  }

  return async (request, ends) => {
    const { range, skipped, ...begun } = await begin(request, ends);
    const waits = request.waitMs > 0 && isIdle(begun.read, range) && !isReached(request.until, range.offset);
    const read = (waits ? await waitAt(request, range, ends) : undefined) ?? begun.read;
    const more = { ...(skipped !== undefined && { skipped }) };
    if (read.kind === 'passed')
      return { content: read, nextOffset: read.nextOffset, isComplete: false, ...more };
    const all = read.kind === 'records' ? read.records : [];
    const { nextOffset: next, endOffset } = read;
    const { records, ...rest } = cutAt(request.until, { from: range.offset, records: all, nextOffset: next });
    return { content: { kind: 'records', records, endOffset }, ...rest, ...more };
  };
}

function rangeOf(request: PartitionRequest, offset: number): LogRange {
  const { topic, partition, count, maxBytes, until, withLag } = request;
  const wanted = until.offset === undefined ? count : Math.max(1, Math.min(count, until.offset - offset));
  return { topic, partition, offset, count: wanted, maxBytes, withEnd: withLag };
}

function isGap(read: Found | Passed, range: LogRange): boolean {
  return read.kind === 'records' && read.records.length === 0 && read.nextOffset > range.offset;
}

function isIdle(read: Found | Passed, range: LogRange): boolean {
  if (read.kind === 'records') return read.records.length === 0 && read.nextOffset === range.offset;
  return read.kind === 'end';
}

function insteadOf(
  { place, onOutOfRange }: PartitionRequest,
  offset: number,
  ends: Extract<LogRead, { kind: 'out-of-range' }>,
): number {
  const instead = place.at === 'offset' ? onOutOfRange : place.at === 'latest' ? 'latest' : 'earliest';
  switch (instead) {
    case 'error':
      throw outOfRange(offset, ends);
    case 'earliest':
      return ends.earliestOffset;
    case 'latest':
      return ends.endOffset;
  }
}

function outOfRange(offset: number, ends: Extract<LogRead, { kind: 'out-of-range' }>): AppError {
  const { earliestOffset, endOffset } = ends;
  return new AppError(
    'offset-out-of-range',
    `Offset ${offset} is outside the log, which goes from ${earliestOffset} to ${endOffset}.`,
    { members: { offset, earliestOffset, endOffset } },
  );
}
