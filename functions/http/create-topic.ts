import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import type { Fault } from '../../shared/errors.ts';
import { readBody } from '../../shared/http/body.ts';
import { json } from '../../shared/http/handle.ts';
import { readQuery, readTopic, requireJson } from '../../shared/http/read.ts';
import { refuseInternalTopic } from '../../shared/topics/name.ts';
import { parseTopicShape } from '../../shared/topics/shape.ts';

const STATUS = { created: 201, stands: 200, invisible: 202 };

/**
 * `PUT topics/{topic}`: 201 made and visible, 200 it stands with the same shape, 202 made but not visible within the
 * wait. Its properties are never compared, because the proxy cannot be asked for them.
 */
export async function createTopic(
  request: HttpRequest,
  { config, createTopic }: Dependencies,
): Promise<HttpResponseInit> {
  const faults: Fault[] = [];
  const topic = readTopic(request, faults);
  readQuery(request, {}, faults);
  const body = await readBody(request, config.maxRequestBytes);
  if (body.length > 0) requireJson(request);
  const shape = parseTopicShape(body, config.maxPartitions, faults);
  refuseInternalTopic(topic, config.allowInternalTopics);
  const { state, ...stands } = await createTopic(topic, shape);
  const location = { location: `/api/topics/${topic}` };
  return json(
    STATUS[state],
    { topic, state, ...stands, ...(state === 'stands' ? { topicPropertiesCompared: false } : {}) },
    state === 'stands' ? {} : location,
  );
}
