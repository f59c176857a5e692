import type { Schema } from '../../shared/described.ts';
import { about, array, count, object, offset, orNull, string } from '../schema.ts';

const members = {
  partition: count,
  earliestOffset: offset,
  endOffset: about('The next offset to be written.', offset),
  leader: orNull({ type: 'integer' }, 'Id of a broker; null: there is no leader.'),
  replicas: array({ type: 'integer' }),
  isr: array({ type: 'integer' }, { description: 'The replicas that are in sync.' }),
};

export const topicSchemas: Readonly<Record<string, Schema>> = {
  Partition: object(members),
  TopicPartition: object({ topic: string, ...members }),
  Broker: object({
    id: { type: 'integer' },
    host: about('It resolves inside the network of the cluster only.', string),
    port: count,
    rack: orNull(string),
  }),
};

export const partitionExample = {
  partition: 0,
  earliestOffset: 0,
  endOffset: 42,
  leader: 1001,
  replicas: [1001, 1002, 1003],
  isr: [1001, 1002, 1003],
};
