import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { json } from '../../shared/http/handle.ts';
import { readTopicOnly } from '../../shared/http/read.ts';
import { shapeOf } from '../../shared/topics/shape.ts';

/** `GET topics/{topic}`: partition count, replication factor and partitions; properties cannot be read back. */
export async function describeTopic(
  request: HttpRequest,
  { partitions, deadline }: Dependencies,
): Promise<HttpResponseInit> {
  const topic = readTopicOnly(request);
  const found = await partitions.of(topic, 0, deadline());
  return json(200, { topic, ...shapeOf(found), partitions: found });
}
