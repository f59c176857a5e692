import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { json } from '../../shared/http/handle.ts';
import { readTopicOnly } from '../../shared/http/read.ts';

/** `GET topics/{topic}/partitions`: offsets, leader, replicas and in-sync replicas of each. */
export async function listPartitions(
  request: HttpRequest,
  { partitions, deadline }: Dependencies,
): Promise<HttpResponseInit> {
  const topic = readTopicOnly(request);
  return json(200, { topic, partitions: await partitions.of(topic, 0, deadline()) });
}
