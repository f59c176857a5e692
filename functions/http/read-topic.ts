import type { HttpRequest } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import { chooseType } from '../../shared/http/accept.ts';
import { DEFAULT_COUNT, MAX_BYTES } from '../../shared/http/answer-limits.ts';
import type { Call } from '../../shared/http/handle.ts';
import { nextLink } from '../../shared/http/next-link.ts';
import { readTopic as topicOf } from '../../shared/http/read.ts';
import { readTopicQuery, TOPIC_PLACES, topicPlaceOf, wantedOf } from '../../shared/http/read-topic-query.ts';
import { type Answer, streamed } from '../../shared/http/stream.ts';
import { topicEvents } from '../../shared/http/topic-events.ts';
import { topicJson } from '../../shared/http/topic-json.ts';
import { topicNdjson } from '../../shared/http/topic-ndjson.ts';
import { refuseInternalTopic } from '../../shared/topics/name.ts';

const NDJSON = 'application/x-ndjson';
const EVENTS = 'text/event-stream';
/** Of the records of events that leave all at once, each with its cursor: with those they are to be below 4 MiB. */
const COLLECTED_BYTES = 500_000;
/** How long one JSON answer goes on to look for records that match. */
const JSON_READ_MS = 10_000;

/** `GET topics/{topic}/records`: all partitions, or some, as JSON, NDJSON or server-sent events. */
export async function readTopic(
  request: HttpRequest,
  { config, readTopic: read, memory, deadline }: Dependencies,
  { closed, isStreamable, lateProblem, whenAnswered }: Call,
): Promise<Answer> {
  const faults: Fault[] = [];
  const topic = topicOf(request, faults);
  const query = readTopicQuery(request, config, faults);
  throwIfFaulty(faults);
  const type = chooseType(request, ['application/json', NDJSON, EVENTS]);
  refuseInternalTopic(topic, config.allowInternalTopics);
  const { partitions, count, maxBytes, waitMs = 0, value = 'string', lag = true } = query;
  const isJson = type === 'application/json';
  // An EventSource comes again for what is after them.
  const isCollected = type === EVENTS && !isStreamable;
  const hold = memory.hold();
  whenAnswered(hold.release);
  const lastEventId = type === EVENTS ? request.headers.get('last-event-id') : null;
  const reading = await read(
    {
      topic,
      place: topicPlaceOf(topic, query, lastEventId),
      wanted: wantedOf(query),
      ...(partitions !== undefined && { partitions }),
      count: count ?? (isJson ? DEFAULT_COUNT : Infinity),
      maxBytes: Math.min(maxBytes ?? Infinity, isJson ? MAX_BYTES : isCollected ? COLLECTED_BYTES : Infinity),
      waitMs: isCollected ? config.maxWaitSeconds * 1000 : waitMs,
      readMs: isJson || isCollected ? JSON_READ_MS : config.streamSeconds * 1000,
      follows: type === EVENTS && isStreamable,
      ...(isJson && { hold }),
    },
    { deadline, closed },
  );
  const shape = { value, withEnds: lag };
  if (type === NDJSON) return streamed(type, topicNdjson(reading, shape));
  if (type === EVENTS) {
    return streamed(type, topicEvents(reading, { shape, closed, problemOf: lateProblem }));
  }
  const { body, cursor } = await topicJson(reading, shape);
  const link = nextLink(request, { cursor }, [...TOPIC_PLACES, 'partitions']);
  return { status: 200, headers: { 'content-type': type, link }, body };
}
