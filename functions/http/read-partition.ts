import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { ReadResult } from '../../shared/consuming/read-page.ts';
import type { Dependencies } from '../../shared/dependencies.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import { readPartition as partitionOf, readQuery, readTopic } from '../../shared/http/read.ts';
import { integer } from '../../shared/setting.ts';
import { refuseInternalTopic } from '../../shared/topics/name.ts';

/** What one answer of the proxy holds at most. */
const MAX_BYTES = 6_000_000;
const DEFAULT_COUNT = 100;
const MAX_OFFSET = 2n ** 63n - 1n;

/**
 * `GET topics/{topic}/partitions/{partition}/records`: one read of one partition. Records are the proxy's own text;
 * `NextOffset` is header and member, so that code that reads the proxy's answers reads this one.
 */
export async function readPartition(
  request: HttpRequest,
  { config, readPage, deadline }: Dependencies,
): Promise<HttpResponseInit> {
  const faults: Fault[] = [];
  const topic = readTopic(request, faults);
  const partition = partitionOf(request, faults);
  const query = readQuery(
    request,
    { offset, count: integer(1, config.maxCount), maxBytes: integer(1, MAX_BYTES) },
    faults,
  );
  throwIfFaulty(faults);
  refuseInternalTopic(topic, config.allowInternalTopics);
  const { offset: from = 'earliest', count = DEFAULT_COUNT, maxBytes = MAX_BYTES } = query;
  const read = await readPage({ topic, partition, from, count, maxBytes }, deadline());
  const next = new URLSearchParams({ offset: String(read.nextOffset), count: String(count) });
  if (query.maxBytes !== undefined) next.set('maxBytes', String(maxBytes));
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      nextoffset: String(read.nextOffset),
      link: `<?${next.toString()}>; rel="next"`,
    },
    body: bodyOf(read),
  };
}

function offset(text: string): bigint | 'earliest' | 'latest' {
  if (text === 'earliest' || text === 'latest') return text;
  if (!/^\d{1,19}$/.test(text) || BigInt(text) > MAX_OFFSET) {
    throw new Error('give a whole number from 0 to 9223372036854775807, earliest or latest');
  }
  return BigInt(text);
}

function bodyOf({ records, ...rest }: ReadResult): string {
  return `{"records":[${records.join(',')}],${JSON.stringify(rest).slice(1)}`;
}
