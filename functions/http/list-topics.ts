import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { described, withDefault } from '../../shared/described.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import { may } from '../../shared/access/caller.ts';
import { type Call, json } from '../../shared/http/handle.ts';
import { readQuery } from '../../shared/http/read.ts';
import { listTopics as operation } from '../../shared/kafka-rest/operations/metadata.ts';
import { boolean } from '../../shared/setting.ts';
import { isInternalTopic } from '../../shared/topics/name.ts';

/** Parsers of its query. */
export const listTopicsQuery = {
  prefix: described({ type: 'string' }, (text: string) => text),
  internal: withDefault(false, boolean),
};

/** `GET topics`: names in order, those with `prefix`, Kafka's own only with `internal=true`, and none that the caller may not see. */
export async function listTopics(
  request: HttpRequest,
  { send, deadline }: Dependencies,
  { caller }: Call,
): Promise<HttpResponseInit> {
  const faults: Fault[] = [];
  const { prefix = '', internal = false } = readQuery(request, listTopicsQuery, faults);
  throwIfFaulty(faults);
  const names = await send(operation(), deadline());
  const isAsked = (name: string) => name.startsWith(prefix) && (internal || !isInternalTopic(name));
  const topics = names.filter((name) => isAsked(name) && may(caller, 'describe', name));
  return json(200, { topics: topics.sort() });
}
