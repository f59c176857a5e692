import { failure } from '../failure.ts';
import type { Operation } from '../operation.ts';

/** `GET /v1/status`: whether the proxy itself runs; its answer's text is not documented and not read. */
export function checkStatus(): Operation<void> {
  return {
    name: 'status',
    method: 'GET',
    path: '/v1/status',
    read: () => undefined,
    failed: (exchange) => failure('status', exchange),
  };
}

export interface TopicShape {
  readonly partitionCount?: number | undefined;
  readonly replicationFactor?: number | undefined;
  readonly topicProperties?: Readonly<Record<string, string | number | boolean>> | undefined;
}

/**
 * `PUT /v1/topics/{topic}`. What the proxy answers for a topic that exists is not documented, so callers look
 * whether it stands, before and after.
 */
export function createTopic(topic: string, shape: TopicShape): Operation<void> {
  const refused = 'The proxy refused to create the topic; check replication factor and properties.';
  return {
    name: 'create topic',
    method: 'PUT',
    path: `/v1/topics/${encodeURIComponent(topic)}`,
    body: JSON.stringify({
      partition_count: shape.partitionCount,
      replication_factor: shape.replicationFactor,
      topic_properties: shape.topicProperties,
    }),
    read: () => undefined,
    failed: (exchange) => failure('create topic', exchange, { 400: ['invalid-request', refused] }),
  };
}
