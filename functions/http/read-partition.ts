import type { HttpRequest } from '@azure/functions';
import type { PartitionRequest } from '../../shared/consuming/read-partition.ts';
import type { Dependencies } from '../../shared/dependencies.ts';
import { withDefault } from '../../shared/described.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import { DEFAULT_COUNT, MAX_BYTES } from '../../shared/http/answer-limits.ts';
import type { Call } from '../../shared/http/handle.ts';
import { nextLink } from '../../shared/http/next-link.ts';
import { partitionAnswer, type PartitionAnswerOptions } from '../../shared/http/partition-answer.ts';
import { PLACES, placeOf, rangeParameters, untilOf } from '../../shared/http/read-range.ts';
import type { Answer } from '../../shared/http/stream.ts';
import { readPartition as partitionOf, readQuery, readTopic } from '../../shared/http/read.ts';
import { boolean, integer, oneOf } from '../../shared/setting.ts';
import { refuseInternalTopic } from '../../shared/topics/name.ts';

/**
 * `GET topics/{topic}/partitions/{partition}/records`: one read of one partition. Records are the proxy's own text;
 * `NextOffset` is header and member, so that code that reads the proxy's answers reads this one.
 */
export async function readPartition(
  request: HttpRequest,
  { config, readPartition: read, memory, deadline }: Dependencies,
  { closed, whenAnswered }: Call,
): Promise<Answer> {
  const { wanted, shown } = parse(request, config);
  refuseInternalTopic(wanted.topic, config.allowInternalTopics);
  const hold = memory.hold();
  whenAnswered(hold.release);
  const result = await read({ ...wanted, hold }, { deadline, closed });
  const nextOffset = String(result.nextOffset);
  const link = nextLink(request, { offset: nextOffset, count: String(wanted.count) }, PLACES);
  const headers = { nextoffset: nextOffset, ...(!result.isComplete && { link }) };
  return partitionAnswer(result, headers, shown);
}

/** Parsers of its query. */
export function readPartitionQuery({ maxCount, maxWaitSeconds }: Limits) {
  return {
    ...rangeParameters(maxCount),
    count: withDefault(DEFAULT_COUNT, integer(1, maxCount)),
    maxBytes: withDefault(MAX_BYTES, integer(1, MAX_BYTES)),
    waitMs: withDefault(0, integer(0, maxWaitSeconds * 1000)),
    value: withDefault('string', oneOf('string', 'json')),
    onOutOfRange: withDefault('error', oneOf('error', 'earliest', 'latest')),
    lag: withDefault(true, boolean),
  };
}

type Limits = Pick<Dependencies['config'], 'maxCount' | 'maxWaitSeconds'>;

function parse(
  request: HttpRequest,
  limits: Limits,
): { readonly wanted: Omit<PartitionRequest, 'hold'>; readonly shown: PartitionAnswerOptions } {
  const faults: Fault[] = [];
  const topic = readTopic(request, faults);
  const partition = partitionOf(request, faults);
  const query = readQuery(request, readPartitionQuery(limits), faults);
  const place = placeOf(request, query, faults);
  throwIfFaulty(faults);
  const { count = query.last ?? DEFAULT_COUNT, maxBytes = MAX_BYTES, waitMs = 0 } = query;
  const { onOutOfRange = 'error', value = 'string', lag = true } = query;
  const until = untilOf(query);
  const asGiven = value === 'string' && query.maxBytes === undefined && Object.keys(until).length === 0;
  return {
    wanted: { topic, partition, place, until, count, maxBytes, waitMs, onOutOfRange, withLag: lag, asGiven },
    shown: { lag, value },
  };
}
