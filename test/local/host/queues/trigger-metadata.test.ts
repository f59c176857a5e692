import { describe, expect, it } from '@jest/globals';
import { triggerMetadata } from '../../../../local/host/queues/trigger-metadata.ts';

const message = {
  id: 'm1',
  popReceipt: 'r1',
  text: '',
  dequeueCount: 3,
  insertedOn: new Date('2026-11-22T14:35:00Z'),
  expiresOn: new Date('2026-11-29T14:35:00Z'),
  nextVisibleOn: new Date('2026-11-22T14:45:00Z'),
};

describe('triggerMetadata of a queue message', () => {
  it('is what the host gives, with .NET’s times', () => {
    expect(triggerMetadata(message, Buffer.from('plain'), true)).toEqual({
      QueueTrigger: { string: 'plain' },
      DequeueCount: { int: 3 },
      ExpirationTime: { json: '"2026-11-29T14:35:00+00:00"' },
      Id: { string: 'm1' },
      InsertionTime: { json: '"2026-11-22T14:35:00+00:00"' },
      NextVisibleTime: { json: '"2026-11-22T14:45:00+00:00"' },
      PopReceipt: { string: 'r1' },
    });
  });

  it('has the members of a JSON object beside, but no arrays and no nulls', () => {
    const body = '{"topic":"orders","records":[1],"key":null,"partition":2,"last":true,"source":{"a":[1]}}';
    const metadata = triggerMetadata(message, Buffer.from(body), true);

    expect(metadata).toMatchObject({
      topic: { string: 'orders' },
      partition: { string: '2' },
      last: { string: 'True' },
      source: { json: '{"a":[1]}' },
    });
    expect(Object.keys(metadata)).not.toEqual(expect.arrayContaining(['records']));
    expect(Object.keys(metadata)).not.toEqual(expect.arrayContaining(['key']));
  });

  it('loses an entry of the host to a member of the same name in any case, and only when bound as text', () => {
    const event = Buffer.from('{"id":"event-1","popreceipt":"mine"}');

    expect(triggerMetadata(message, event, true)).toMatchObject({
      Id: { string: 'event-1' },
      PopReceipt: { string: 'mine' },
    });
    expect(triggerMetadata(message, event, false)).toMatchObject({
      Id: { string: 'm1' },
      PopReceipt: { string: 'r1' },
    });
  });

  it.each(['[{"a":1}]', '"text"', '12', 'null', '{"broken"'])('gets nothing from %s', (body) => {
    expect(Object.keys(triggerMetadata(message, Buffer.from(body), true))).toHaveLength(7);
  });
});
