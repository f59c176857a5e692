import { AppError } from '../errors.ts';

/** Kafka's own rule for topic names (org.apache.kafka.common.internals.Topic). */
export const TOPIC_NAME = /^[a-zA-Z0-9._-]{1,249}$/;

/** What is wrong with a topic name, or undefined. */
export function topicNameFault(topic: string): string | undefined {
  if (TOPIC_NAME.test(topic) && topic !== '.' && topic !== '..') return undefined;
  return 'A topic name has 1 to 249 of the characters a-z A-Z 0-9 . _ - and is not . or ..';
}

/** True for the topics that Kafka and its schema registry keep for themselves. */
export function isInternalTopic(topic: string): boolean {
  return topic.startsWith('__') || topic === '_schemas';
}

/** Throws `topic-internal` for Kafka's own topics, unless the setting allows them. */
export function refuseInternalTopic(topic: string, allowed: boolean): void {
  if (allowed || !isInternalTopic(topic)) return;
  throw new AppError('topic-internal', 'KAFKA_ALLOW_INTERNAL_TOPICS lets an operator open them.');
}
