import { groupNameFault, reservedGroupFault } from '../consuming/groups/name.ts';
import type { Place } from '../consuming/place.ts';
import { AppError, type Fault, throwIfFaulty } from '../errors.ts';
import { moment } from '../moment.ts';
import { isObject, parseJson } from '../parse-json.ts';
import { membersOf } from '../records/json-text.ts';
import { nameFaults } from '../records/produce-body.ts';
import { MAX_PARTITION } from '../topics/max-partition.ts';
import { topicNameFault } from '../topics/name.ts';
import { type CommandHistory, readHistory } from './command-history.ts';
import { decodeMessage } from './message-bytes.ts';
import { readTraceParent } from './trace-parent.ts';

/** What is left to read of one partition: from `next` up to, not including, `until`. */
export interface Position {
  readonly partition: number;
  readonly next: number;
  readonly until: number;
}

/** How far a command has come; the first run fixes where it ends. */
export interface Progress {
  readonly positions: readonly Position[];
  /** How many records may still be read. */
  readonly left: number;
  /** How often the message had been taken when it came so far. */
  readonly attempts: number;
}

/** What a message of the consume queue asks for. */
export interface ConsumeCommand {
  readonly topic: string;
  /** Undefined: all partitions. */
  readonly partition: number | undefined;
  readonly place: Place;
  /** The group that reads, from what it has committed on; undefined: nobody's place is kept. */
  readonly group: string | undefined;
  readonly count: number;
  /** The queue that gets the records. */
  readonly replyTo: string;
  readonly traceParent: string | undefined;
  /** Undefined before the first run. */
  readonly progress: Progress | undefined;
  /** Undefined where it never was a dead letter. */
  readonly history: CommandHistory | undefined;
}

export interface CommandLimits {
  readonly maxRecords: number;
  /** The queues that may get records; the first is the one where none is named. */
  readonly replyQueues: readonly string[];
}

const NAMES = [
  'topic',
  'partition',
  'offset',
  'last',
  'timestamp',
  'group',
  'count',
  'replyTo',
  'traceparent',
  'progress',
  'history',
];
const PLACES = ['offset', 'last', 'timestamp', 'group'];

/**
 * Reads `{"topic","partition"?,"offset"|"last"|"timestamp"|"group"?,"count"?,"replyTo"?}`, as JSON or its base64. Throws
 * `invalid-json`, or `invalid-request` naming every fault.
 */
export function parseConsumeCommand(bytes: Uint8Array, limits: CommandLimits): ConsumeCommand {
  const { text, value } = parseJson(decodeMessage(bytes));
  if (!isObject(value)) throw new AppError('invalid-request', 'A command must be an object: {"topic":…}.');
  const faults = nameFaults(membersOf(text, 0), NAMES, '#');
  const read = <T>(name: string, parse: (given: unknown) => T, fallback: T): T => {
    if (value[name] === undefined && name !== 'topic') return fallback;
    try {
      return parse(value[name]);
    } catch (error) {
      faults.push({
        pointer: `#/${name}`,
        detail: `${error instanceof Error ? error.message : 'Not valid'}.`,
      });
      return fallback;
    }
  };
  const command = {
    topic: read('topic', topicName, ''),
    partition: read<number | undefined>('partition', whole(0, MAX_PARTITION), undefined),
    count: read('count', whole(1, limits.maxRecords), limits.maxRecords),
    replyTo: read('replyTo', replyQueue(limits.replyQueues), limits.replyQueues[0] ?? ''),
    place: readPlace(value, read, faults),
    group: read<string | undefined>('group', groupName, undefined),
    progress: read<Progress | undefined>('progress', progress, undefined),
    traceParent: readTraceParent(value),
    history: readHistory(value),
  };
  if (command.place.at === 'offset' && command.partition === undefined) {
    faults.push({ pointer: '#/partition', detail: 'Missing: an offset is one of a partition.' });
  }
  throwIfFaulty(faults);
  return command;
}

/** The message that goes on with a command where it has come to. */
export function continuationOf(command: ConsumeCommand, progress: Progress): string {
  const { topic, partition, group, count, replyTo, traceParent: traceparent, history } = command;
  return JSON.stringify({ topic, partition, group, count, replyTo, traceparent, progress, history });
}

type Read = <T>(name: string, parse: (given: unknown) => T, fallback: T) => T;

function readPlace(value: Record<string, unknown>, read: Read, faults: Fault[]): Place {
  const given = PLACES.filter((name) => value[name] !== undefined);
  if (given.length > 1) {
    faults.push({
      pointer: `#/${given[1] ?? ''}`,
      detail: `${given.join(' and ')} exclude each other: give one.`,
    });
  }
  const earliest: Place = { at: 'earliest' };
  const last = read('last', (text): Place => ({ at: 'last', count: whole(1, 1e9)(text) }), earliest);
  const timestamp = read(
    'timestamp',
    (text): Place => ({ at: 'timestamp', timestampMs: moment(String(text)) }),
    earliest,
  );
  return [read('offset', offset, earliest), last, timestamp].find(({ at }) => at !== 'earliest') ?? earliest;
}

function topicName(given: unknown): string {
  if (typeof given !== 'string') throw new Error('Missing: give the name of the topic, a string');
  const fault = topicNameFault(given);
  if (fault !== undefined) throw new Error(fault.replace(/\.$/, ''));
  return given;
}

function groupName(given: unknown): string {
  const fault =
    typeof given === 'string' ? (groupNameFault(given) ?? reservedGroupFault(given)) : 'Must be a string.';
  if (fault !== undefined) throw new Error(fault.replace(/\.$/, ''));
  return given as string;
}

function whole(min: number, max: number): (given: unknown) => number {
  return (given) => {
    if (!Number.isInteger(given) || (given as number) < min || (given as number) > max) {
      throw new Error(`Must be a whole number from ${min} to ${max}`);
    }
    return given as number;
  };
}

function offset(given: unknown): Place {
  if (given === 'earliest' || given === 'latest') return { at: given };
  if (!Number.isSafeInteger(given) || (given as number) < 0) {
    throw new Error('Must be a whole number, 0 or greater, "earliest" or "latest"');
  }
  return { at: 'offset', offset: given as number };
}

function replyQueue(known: readonly string[]): (given: unknown) => string {
  return (given) => {
    if (typeof given !== 'string' || !known.includes(given)) {
      throw new Error(`Must be one of ${known.join(', ')}: KAFKA_REPLY_QUEUES allows further ones`);
    }
    return given;
  };
}

function progress(given: unknown): Progress {
  const { positions, left, attempts } = (given ?? {}) as Partial<Progress>;
  const isNumber = (one: unknown) => Number.isSafeInteger(one) && (one as number) >= 0;
  const isPosition = (one: Partial<Position> | null) =>
    [one?.partition, one?.next, one?.until].every(isNumber);
  if (!Array.isArray(positions) || !positions.every(isPosition) || !isNumber(left) || !isNumber(attempts)) {
    throw new Error('Not one that this app has written');
  }
  return given as Progress;
}
