import type { Faults } from '../stand-in/faults.ts';
import { type Answer, type Behaviour, json, type StandInRequest } from '../stand-in/serve.ts';
import { BadEvents, type PublishedEvent, readEvents, type Schema } from './publish-body.ts';

/** Calls by name. */
export type EventGridCall = 'publish' | 'unknown';

export interface TopicAccess {
  readonly key: string;
  readonly schema: Schema;
  /** What the service stamps on events of its own schema. */
  readonly resourceId: string;
  readonly publish: (events: readonly PublishedEvent[]) => void;
}

const PATH = '/api/events';
// Of one publish call (Event Grid, quotas and limits).
const MAX_BYTES = 1024 * 1024;

/** What a topic's endpoint answers: 200 once the events are taken, and nothing of what becomes of them. */
export function topicBehaviour(topic: TopicAccess, faults: Faults): Behaviour {
  return { faults, nameOf, answer: (request) => answer(topic, request) };
}

function nameOf({ method, path }: StandInRequest): EventGridCall {
  return method === 'POST' && path === PATH ? 'publish' : 'unknown';
}

function answer(topic: TopicAccess, request: StandInRequest): Answer {
  const { headers, body } = request;
  if (nameOf(request) === 'unknown') return refusal(404, 'NotFound', 'The topic has no such address.');
  if (headers['aeg-sas-key'] !== topic.key)
    return refusal(401, 'Unauthorized', 'The key is not the topic’s.');
  if (body.length > MAX_BYTES) return refusal(413, 'RequestEntityTooLarge', 'The events are over 1 MB.');
  try {
    topic.publish(readEvents(body, headers['content-type'] ?? '', topic.schema, topic.resourceId));
    return { status: 200 };
  } catch (error) {
    if (error instanceof BadEvents) return refusal(400, 'BadRequest', error.message);
    throw error;
  }
}

function refusal(status: number, code: string, message: string): Answer {
  return json(status, { error: { code, message } });
}
