import { createHash } from 'node:crypto';
import type { ProblemCode } from '../errors.ts';
import type { Columns, RowKey } from '../storage/table.ts';

/** What could not be done: to produce a message's records, or to deliver consumed ones. */
export const directions = ['produce', 'deliver'] as const;
export type Direction = (typeof directions)[number];

/** Where a message came from. */
export const sources = ['produce-queue', 'event-grid', 'consume-queue', 'group', 'subscription'] as const;
export type Source = (typeof sources)[number];

/** Why it was given up: a problem of this app, the host's own giving up, or too many deliveries that nobody committed. */
export type LetterCode = ProblemCode | 'poisoned' | 'too-many-deliveries';

/** A message that is given up, as whoever gives it up tells it. */
export interface FailedMessage {
  readonly source: Source;
  readonly direction: Direction;
  /** Tells it from others of its source: a message's or event's id, or `topic/partition/offset`. */
  readonly messageId: string;
  /** Undefined where the message does not say. */
  readonly topic: string | undefined;
  readonly code: LetterCode;
  /** For an operator; never a key or a value of a record. */
  readonly reason: string;
  readonly attempts: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** The message as it came, to the byte. */
  readonly content: Uint8Array;
  readonly contentType: string;
  /** The claim check that the message names; it is kept beside the letter. */
  readonly claimCheck?: string;
}

/** What is shown of a dead letter: nothing of its content. */
export interface DeadLetter extends Omit<FailedMessage, 'content' | 'code' | 'firstAt' | 'lastAt'> {
  readonly id: string;
  readonly code: string;
  readonly firstAt: string;
  readonly lastAt: string;
  /** When it first became a letter; letters are in this order. */
  readonly filedAt: string;
  readonly bytes: number;
  /** Of the claim check that is kept beside it; null where it could not be. */
  readonly claimCheckBytes?: number | null;
}

/** Characters of a reason that are kept. */
export const MAX_REASON = 1024;
const MAX_MESSAGE_ID = 512;
/** The one partition that has all letters. */
export const PARTITION = 'letters';
const MAX_TIME_DIGITS = 14;
const MAX_TIME_MS = 10 ** MAX_TIME_DIGITS - 1;

/** The same for the same bytes of the same message, however often and by whomever it is given up. */
export function letterId({ source, messageId, content }: FailedMessage): string {
  const hash = createHash('sha256').update(content).digest('hex');
  return createHash('sha256')
    .update(JSON.stringify([source, messageId, hash]))
    .digest('hex')
    .slice(0, 32);
}

/** What `letterId` gives. */
export const LETTER_ID = /^[0-9a-f]{32}$/;

/** True for what `letterId` can give. */
export function isLetterId(given: unknown): given is string {
  return typeof given === 'string' && LETTER_ID.test(given);
}

/** Where a letter's row is: in the order of time, the oldest first. */
export function rowKeyOf(id: string, filedAtMs: number): RowKey {
  return { partitionKey: PARTITION, rowKey: `${timeKey(filedAtMs)}-${id}` };
}

/** The place of a letter among the others: its row key. */
export function placeOf({ id, filedAt }: Pick<DeadLetter, 'id' | 'filedAt'>): string {
  return rowKeyOf(id, Date.parse(filedAt)).rowKey;
}

/** What the row keys of letters that were filed from this time on are not less than. */
export function timeKey(filedAtMs: number): string {
  return String(Math.min(filedAtMs, MAX_TIME_MS)).padStart(MAX_TIME_DIGITS, '0');
}

/** The row of a message that is given up; `claimCheckBytes`: of the copy, null where there is none. */
export function columnsOf(message: FailedMessage, claimCheckBytes: number | null): Columns {
  const { source, direction, messageId, topic = '', code, reason, contentType, claimCheck } = message;
  return {
    source,
    direction,
    messageId: messageId.slice(0, MAX_MESSAGE_ID),
    topic,
    code,
    reason: reason.slice(0, MAX_REASON),
    attempts: String(message.attempts),
    firstAt: message.firstAt.toISOString(),
    lastAt: message.lastAt.toISOString(),
    bytes: String(message.content.byteLength),
    contentType,
    ...(claimCheck === undefined ? {} : { claimCheck, claimCheckBytes: String(claimCheckBytes ?? '') }),
  };
}

/** One letter more of a message that has one: one more attempt, with what is new of it. */
export function repeatedColumns(before: Columns, again: Columns): Columns {
  const attempts = Math.max(Number(before['attempts']) + 1, Number(again['attempts']));
  const [firstAt = ''] = [before['firstAt'] ?? '', again['firstAt'] ?? ''].sort();
  return { ...before, ...again, attempts: String(attempts), firstAt };
}

/** The letter that a row tells of. */
export function letterOf(rowKey: string, columns: Columns): DeadLetter {
  const { topic = '', claimCheck, claimCheckBytes = '' } = columns;
  const of = (name: string) => columns[name] ?? '';
  return {
    id: rowKey.slice(MAX_TIME_DIGITS + 1),
    source: of('source') as Source,
    direction: of('direction') as Direction,
    messageId: of('messageId'),
    topic: topic === '' ? undefined : topic,
    code: of('code'),
    reason: of('reason'),
    attempts: Number(of('attempts')),
    firstAt: of('firstAt'),
    lastAt: of('lastAt'),
    filedAt: new Date(Number(rowKey.slice(0, MAX_TIME_DIGITS))).toISOString(),
    bytes: Number(of('bytes')),
    contentType: of('contentType'),
    ...(claimCheck !== undefined && {
      claimCheck,
      claimCheckBytes: claimCheckBytes === '' ? null : Number(claimCheckBytes),
    }),
  };
}
