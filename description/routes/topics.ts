import { listTopicsQuery } from '../../functions/http/list-topics.ts';
import { topicShapeSchema } from '../../shared/topics/shape.ts';
import { partitionExample } from '../answers/topic.ts';
import type { Limits } from '../limits.ts';
import { ofBodies, ofProxy, ofTopics } from '../problem-families.ts';
import { json, ok, queryOf, type RouteDescription } from '../route-description.ts';
import { array, count, object, oneOfTexts, orNull, ref, string } from '../schema.ts';

const createTopic = ({ maxPartitions }: Limits): RouteDescription => {
  const created = (states: readonly string[]) =>
    object({
      topic: string,
      state: oneOfTexts(states),
      partitionCount: orNull(count),
      replicationFactor: orNull(count),
    });
  const example = { topic: 'hello', partitionCount: 1, replicationFactor: 1 };
  return {
    tag: 'Topics',
    summary: 'Creates a topic, or finds it as it is asked for',
    description:
      'An empty body leaves all to the cluster. Topic properties cannot be compared: the proxy tells none.',
    body: {
      required: false,
      content: json(topicShapeSchema(maxPartitions), { partitionCount: 1, replicationFactor: 1 }),
    },
    answers: {
      200: {
        description: 'It stood already, with this shape.',
        content: json(
          {
            ...created(['stands']),
            properties: {
              ...(created(['stands'])['properties'] as object),
              topicPropertiesCompared: { const: false },
            },
          },
          { ...example, state: 'stands', topicPropertiesCompared: false },
        ),
      },
      201: {
        description: 'Made, and visible in two reads in a row.',
        headers: ['location'],
        content: json(created(['created']), { ...example, state: 'created' }),
      },
      202: {
        description: 'Made, but not visible within the wait.',
        headers: ['location'],
        content: json(created(['invisible']), {
          topic: 'hello',
          state: 'invisible',
          partitionCount: null,
          replicationFactor: null,
        }),
      },
    },
    problems: ['invalid-request', 'topic-internal', 'topic-differs', ...ofBodies, ...ofTopics],
  };
};

const deleteTopic: RouteDescription = {
  tag: 'Topics',
  summary: 'Never deletes: says how it is done',
  answers: {},
  problems: ['topic-delete-unsupported'],
};

const listTopics: RouteDescription = {
  tag: 'Topics',
  summary: 'Names of topics, in order',
  query: queryOf(listTopicsQuery, {
    prefix: 'Names that begin so.',
    internal: "Kafka's own topics, too.",
  }),
  answers: ok('The topics that the caller may see.', object({ topics: array(string) }), {
    topics: ['hello'],
  }),
  problems: ['invalid-request', ...ofProxy],
};

const describeTopic: RouteDescription = {
  tag: 'Topics',
  summary: 'Shape and partitions of a topic',
  answers: ok(
    'The replication factor is that of the first partition.',
    object({
      topic: string,
      partitionCount: count,
      replicationFactor: count,
      partitions: array(ref('Partition')),
    }),
    { topic: 'hello', partitionCount: 1, replicationFactor: 3, partitions: [partitionExample] },
  ),
  problems: ['invalid-request', ...ofTopics],
};

const listPartitions: RouteDescription = {
  tag: 'Topics',
  summary: 'Partitions of a topic',
  answers: ok(
    'Offsets, leader, replicas and in-sync replicas of each.',
    object({ topic: string, partitions: array(ref('Partition')) }),
    { topic: 'hello', partitions: [partitionExample] },
  ),
  problems: ['invalid-request', ...ofTopics],
};

const describePartition: RouteDescription = {
  tag: 'Topics',
  summary: 'One partition',
  answers: ok('Offsets, leader, replicas and in-sync replicas.', ref('TopicPartition'), {
    topic: 'hello',
    ...partitionExample,
  }),
  problems: ['invalid-request', 'partition-not-found', ...ofTopics],
};

const listBrokers: RouteDescription = {
  tag: 'Topics',
  summary: 'Brokers of the cluster',
  answers: ok('In the order of the proxy.', object({ brokers: array(ref('Broker')) }), {
    brokers: [{ id: 1001, host: 'wn0-kafka.internal.cloudapp.net', port: 9092, rack: '/rack1' }],
  }),
  problems: ['invalid-request', ...ofProxy],
};

export const topicRoutes = (limits: Limits) => ({
  createTopic: createTopic(limits),
  ...{ listTopics, describeTopic, listPartitions, describePartition, listBrokers, deleteTopic },
});
