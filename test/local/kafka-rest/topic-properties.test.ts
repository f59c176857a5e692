import { describe, expect, it } from '@jest/globals';
import { settingsOf } from '../../../local/kafka-rest/topic-properties.ts';

describe('topic properties', () => {
  it('have the defaults of a broker', () => {
    expect(settingsOf({})).toEqual({
      retentionMs: 604_800_000,
      maxMessageBytes: 1_048_588,
      minInsyncReplicas: 1,
      timestampType: 'create',
      deletes: true,
    });
  });

  it('are read from text', () => {
    const settings = settingsOf({
      'retention.ms': '-1',
      'cleanup.policy': 'compact',
      'message.timestamp.type': 'LogAppendTime',
    });
    expect(settings).toMatchObject({ retentionMs: -1, deletes: false, timestampType: 'log-append' });
  });

  it.each([
    ['retention.ms', '-2'],
    ['retention.ms', '6.048E8'],
    ['retention.ms', '9223372036854775808000'],
    ['max.message.bytes', '2147483648'],
    ['cleanup.policy', 'delete,shred'],
    ['min.cleanable.dirty.ratio', '1.5'],
    ['preallocate', 'yes'],
    ['no.such.property', '1'],
    ['constructor', '1'],
  ])('refuse %s=%s', (name, value) => {
    expect(() => settingsOf({ [name]: value })).toThrow(
      expect.objectContaining({ failure: 'bad-topic-property' }),
    );
  });
});
