import type { HttpRequest } from '@azure/functions';
import type { Offsets } from '../consuming/groups/commit.ts';
import type { GroupTopic } from '../consuming/groups/lease-token.ts';
import { groupNameFault, reservedGroupFault } from '../consuming/groups/name.ts';
import type { ResetTo } from '../consuming/groups/reset.ts';
import type { Place } from '../consuming/place.ts';
import { described, type Schema } from '../described.ts';
import type { Fault } from '../errors.ts';
import { moment } from '../moment.ts';
import { isObject } from '../parse-json.ts';
import { MAX_PARTITION } from '../topics/max-partition.ts';
import { readTopic } from './read.ts';

/** What a lease lasts at most, in seconds. */
export const MAX_LEASE_SECONDS = 3600;
const SAFE_INTEGER = {
  type: 'integer',
  format: 'int64',
  minimum: Number.MIN_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
};

/** The `{group}` of the route; a bad name goes to `faults`. */
export function readGroup(request: HttpRequest, faults: Fault[]): string {
  const group = request.params['group'] ?? '';
  const detail = groupNameFault(group);
  if (detail !== undefined) faults.push({ parameter: 'group', in: 'path', detail });
  return group;
}

/** The `{group}` and `{topic}` of a route that changes the group: those of subscriptions go to `faults`. */
export function readOwnGroup(request: HttpRequest, faults: Fault[]): GroupTopic {
  const group = readGroup(request, faults);
  const detail = reservedGroupFault(group);
  if (detail !== undefined) faults.push({ parameter: 'group', in: 'path', detail });
  return { group, topic: readTopic(request, faults) };
}

export const partitionNumbers = described(
  { type: 'array', items: { type: 'integer', minimum: 0, maximum: MAX_PARTITION }, minItems: 1 },
  (value: unknown): readonly number[] => {
    const isPartition = (each: unknown) =>
      Number.isInteger(each) && (each as number) >= 0 && (each as number) <= MAX_PARTITION;
    if (Array.isArray(value) && value.length > 0 && value.every(isPartition))
      return [...new Set(value as number[])];
    throw new Error('give partitions as [0,1]');
  },
);

const OFFSETS = {
  type: 'object',
  minProperties: 1,
  patternProperties: { '^(0|[1-9][0-9]{0,9})$': { ...SAFE_INTEGER, minimum: 0 } },
  additionalProperties: false,
  description: 'Partition → the offset to read next.',
};

/** `{"0":41}`: partition → the offset to read next. */
export const offsetsByPartition = described(OFFSETS, (value: unknown): Offsets => {
  const wanted = 'give {"<partition>":<offset to read next>}, both whole numbers';
  if (!isObject(value) || Object.keys(value).length === 0) throw new Error(wanted);
  return new Map(
    Object.entries(value).map(([partition, offset]) => {
      const isGood =
        /^(0|[1-9]\d{0,9})$/.test(partition) && Number.isSafeInteger(offset) && (offset as number) >= 0;
      if (!isGood) throw new Error(wanted);
      return [Number(partition), offset as number];
    }),
  );
});

const PLACES = [
  { type: 'string', enum: ['earliest', 'latest'] },
  onlyMemberSchema('timestamp', moment.schema),
];

/** `"earliest"`, `"latest"` or `{"timestamp"}`. */
export const startPlace = described({ oneOf: PLACES }, (value: unknown): Place => {
  if (value === 'earliest' || value === 'latest') return { at: value };
  const timestamp = onlyMember(value, 'timestamp');
  if (timestamp === undefined) throw new Error('give "earliest", "latest" or {"timestamp":…}');
  return { at: 'timestamp', timestampMs: timestampMs(timestamp) };
});

const RESETS = [...PLACES, onlyMemberSchema('offsets', OFFSETS), onlyMemberSchema('shiftBy', SAFE_INTEGER)];

/** What `startPlace` takes, or `{"offsets":{"0":41}}`, or `{"shiftBy":-100}`. */
export const resetTo = described({ oneOf: RESETS }, (value: unknown): ResetTo => {
  const offsets = onlyMember(value, 'offsets');
  if (offsets !== undefined) return { at: 'offsets', offsets: offsetsByPartition(offsets) };
  const by = onlyMember(value, 'shiftBy');
  if (by !== undefined) {
    if (!Number.isSafeInteger(by)) throw new Error('shiftBy is a whole number, below 0 to go back');
    return { at: 'shift', by: by as number };
  }
  try {
    return startPlace(value);
  } catch (error) {
    if (onlyMember(value, 'timestamp') !== undefined) throw error;
    throw new Error('give "earliest", "latest", {"timestamp":…}, {"offsets":…} or {"shiftBy":…}', {
      cause: error,
    });
  }
});

function onlyMemberSchema(name: string, schema: Schema): Schema {
  return { type: 'object', properties: { [name]: schema }, required: [name], additionalProperties: false };
}

function onlyMember(value: unknown, name: string): unknown {
  return isObject(value) && Object.keys(value).length === 1 ? value[name] : undefined;
}

function timestampMs(value: unknown): number {
  if (typeof value === 'string' || Number.isSafeInteger(value)) return moment(String(value));
  throw new Error('give a time as "2026-01-31T12:00:00Z", or epoch milliseconds');
}
