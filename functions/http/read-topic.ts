import type { HttpRequest } from '@azure/functions';
import type { TopicReading } from '../../shared/consuming/read-topic.ts';
import type { Dependencies } from '../../shared/dependencies.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import { chooseType } from '../../shared/http/accept.ts';
import type { Call } from '../../shared/http/handle.ts';
import { nextLink } from '../../shared/http/next-link.ts';
import { readQuery, readTopic as topicOf } from '../../shared/http/read.ts';
import {
  refuseTwoPlaces,
  TOPIC_PLACES,
  topicParameters,
  topicPlaceOf,
} from '../../shared/http/read-topic-query.ts';
import type { Answer } from '../../shared/http/stream.ts';
import { withJsonValue } from '../../shared/records/json-value.ts';
import { refuseInternalTopic } from '../../shared/topics/name.ts';

const MAX_BYTES = 6_000_000;
const DEFAULT_COUNT = 100;
/** How long one answer goes on to look for records that match. */
const READ_MS = 10_000;

/** `GET topics/{topic}/records`: all partitions of a topic, or some, from a place or a cursor on. */
export async function readTopic(
  request: HttpRequest,
  { config, readTopic: read, deadline }: Dependencies,
  { closed }: Call,
): Promise<Answer> {
  const faults: Fault[] = [];
  const topic = topicOf(request, faults);
  const query = readQuery(request, topicParameters(config), faults);
  refuseTwoPlaces(request, faults);
  throwIfFaulty(faults);
  chooseType(request, ['application/json']);
  refuseInternalTopic(topic, config.allowInternalTopics);
  const { key, partitions, onOutOfRange = 'error', untilTimestamp } = query;
  const until = untilTimestamp === undefined ? {} : { timestampMs: untilTimestamp };
  const reading = await read(
    {
      topic,
      place: topicPlaceOf(topic, query, null),
      ...(partitions !== undefined && { partitions }),
      wanted: { ...(key !== undefined && { key }), until, onOutOfRange },
      count: query.count ?? DEFAULT_COUNT,
      maxBytes: query.maxBytes ?? MAX_BYTES,
      waitMs: query.waitMs ?? 0,
      readMs: READ_MS,
      follows: false,
    },
    { deadline, closed },
  );
  return json(request, reading, query);
}

interface Shape {
  readonly value?: 'string' | 'json';
  readonly lag?: boolean;
}

async function json(
  request: HttpRequest,
  reading: TopicReading,
  { value, lag = true }: Shape,
): Promise<Answer> {
  const texts: string[] = [];
  for await (const { records } of reading.pages) {
    texts.push(...records.map(({ text }) => (value === 'json' ? withJsonValue(text) : text)));
  }
  const { partitions, caughtUp } = await reading.progress({ withEnds: lag });
  const cursor = reading.cursor();
  const members = JSON.stringify({ cursor, partitions, caughtUp }).slice(1);
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      link: nextLink(request, { cursor }, [...TOPIC_PLACES, 'partitions']),
    },
    body: `{"records":[${texts.join(',')}],${members}`,
  };
}
