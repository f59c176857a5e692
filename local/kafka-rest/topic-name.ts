import { LogError } from './log.ts';

/** Kafka's rules for a new topic's name; fails with `bad-topic-name` or `topic-exists`. */
export function checkTopicName(name: string, existing: Iterable<string>): void {
  if (!/^[a-zA-Z0-9._-]{1,249}$/.test(name) || name === '.' || name === '..') {
    throw new LogError('bad-topic-name', 'Topic name is illegal: 1 to 249 of a-z A-Z 0-9 . _ -');
  }
  for (const other of existing) {
    if (other === name) throw new LogError('topic-exists', `Topic '${name}' already exists.`);
    // Kafka's metric names cannot tell a dot from an underscore.
    if (other.replaceAll('.', '_') === name.replaceAll('.', '_')) {
      throw new LogError('bad-topic-name', `Topic '${name}' collides with existing topics: ${other}`);
    }
  }
}
