import { describe, expect, it } from '@jest/globals';
import { checkTopicName } from '../../../local/kafka-rest/topic-name.ts';

describe('topic name', () => {
  it.each(['orders', 'a.b_c-9', 'n'.repeat(249)])('may be %s', (name) => {
    expect(() => {
      checkTopicName(name, ['other']);
    }).not.toThrow();
  });

  it.each([
    ['', 'bad-topic-name'],
    ['.', 'bad-topic-name'],
    ['..', 'bad-topic-name'],
    ['a b', 'bad-topic-name'],
    ['é', 'bad-topic-name'],
    ['n'.repeat(250), 'bad-topic-name'],
    ['a_b', 'bad-topic-name'],
    ['a.b', 'topic-exists'],
  ])('may not be %p beside a.b', (name, failure) => {
    expect(() => {
      checkTopicName(name, ['a.b']);
    }).toThrow(expect.objectContaining({ failure }));
  });
});
