import { expect, test } from '@jest/globals';
import { isInternalTopic, refuseInternalTopic, topicNameFault } from '../../../shared/topics/name.ts';
import { fc } from '../../support/properties.ts';

test('a topic name is what Kafka takes for one', () => {
  const name = fc.oneof(fc.stringMatching(/^[a-zA-Z0-9._-]{1,260}$/), fc.string({ maxLength: 5 }));
  fc.assert(
    fc.property(name, (topic) => {
      const characters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-';
      const legal =
        topic.length >= 1 &&
        topic.length <= 249 &&
        Array.from(topic).every((character) => characters.includes(character)) &&
        !['.', '..'].includes(topic);
      expect(topicNameFault(topic) === undefined).toBe(legal);
    }),
  );
});

test.each([
  ['__consumer_offsets', true],
  ['__', true],
  ['_schemas', true],
  ['_schema', false],
  ['_schemas2', false],
  ['orders__', false],
])('whether %s is internal: %s', (topic, internal) => {
  expect(isInternalTopic(topic)).toBe(internal);
  const refuse = (allowed: boolean) => () => {
    refuseInternalTopic(topic, allowed);
  };
  expect(refuse(true)).not.toThrow();
  if (internal) expect(refuse(false)).toThrow(expect.objectContaining({ code: 'topic-internal' }));
  else expect(refuse(false)).not.toThrow();
});
