import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { PartitionRead } from '../../shared/consuming/read-partition.ts';
import type { Dependencies } from '../../shared/dependencies.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import type { Call } from '../../shared/http/handle.ts';
import { nextLink } from '../../shared/http/next-link.ts';
import { PLACES, placeOf, rangeParameters, untilOf } from '../../shared/http/read-range.ts';
import { readPartition as partitionOf, readQuery, readTopic } from '../../shared/http/read.ts';
import { withJsonValue } from '../../shared/records/json-value.ts';
import { boolean, integer, oneOf } from '../../shared/setting.ts';
import { refuseInternalTopic } from '../../shared/topics/name.ts';

/** What one answer of the proxy holds at most. */
const MAX_BYTES = 6_000_000;
const DEFAULT_COUNT = 100;

/**
 * `GET topics/{topic}/partitions/{partition}/records`: one read of one partition. Records are the proxy's own text;
 * `NextOffset` is header and member, so that code that reads the proxy's answers reads this one.
 */
export async function readPartition(
  request: HttpRequest,
  { config, readPartition: read, deadline }: Dependencies,
  { closed }: Call,
): Promise<HttpResponseInit> {
  const faults: Fault[] = [];
  const topic = readTopic(request, faults);
  const partition = partitionOf(request, faults);
  const parameters = {
    ...rangeParameters(config.maxCount),
    count: integer(1, config.maxCount),
    maxBytes: integer(1, MAX_BYTES),
    waitMs: integer(0, config.maxWaitSeconds * 1000),
    value: oneOf('string', 'json'),
    onOutOfRange: oneOf('error', 'earliest', 'latest'),
    lag: boolean,
  };
  const query = readQuery(request, parameters, faults);
  const place = placeOf(request, query, faults);
  throwIfFaulty(faults);
  refuseInternalTopic(topic, config.allowInternalTopics);
  const {
    count = query.last ?? DEFAULT_COUNT,
    maxBytes = MAX_BYTES,
    onOutOfRange = 'error',
    lag = true,
  } = query;
  const result = await read(
    {
      topic,
      partition,
      place,
      until: untilOf(query),
      count,
      maxBytes,
      waitMs: query.waitMs ?? 0,
      onOutOfRange,
      withLag: lag,
    },
    { deadline, closed },
  );
  const nextOffset = String(result.nextOffset);
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      nextoffset: nextOffset,
      ...(!result.isComplete && {
        link: nextLink(request, { offset: nextOffset, count: String(count) }, PLACES),
      }),
    },
    body: bodyOf(result, { lag, value: query.value ?? 'string' }),
  };
}

/** Without lag it is what the proxy answers, but for what would else go untold. */
function bodyOf(read: PartitionRead, { lag, value }: { lag: boolean; value: 'string' | 'json' }): string {
  const { nextOffset, endOffset, skipped, isComplete } = read;
  const texts = read.records.map(({ text }) => (value === 'json' ? withJsonValue(text) : text));
  const more = {
    ...(lag && { nextOffset, endOffset, lag: endOffset === null ? null : endOffset - nextOffset }),
    ...(skipped !== undefined && { skipped }),
    ...(isComplete && { complete: true }),
  };
  const members = JSON.stringify(more).slice(1, -1);
  return `{"records":[${texts.join(',')}]${members === '' ? '' : `,${members}`}}`;
}
