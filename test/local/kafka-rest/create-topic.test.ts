import { describe, expect, it } from '@jest/globals';
import { openProxy } from './open-proxy.ts';

const sample = {
  partition_count: 2,
  replication_factor: 1,
  topic_properties: { 'retention.ms': 604800000, 'min.insync.replicas': '1' },
};

describe('create topic', () => {
  it('makes the topic that the how-to makes, and shows it after the refresh', async () => {
    const { ask, clock } = await openProxy();
    // Nobody has looked for long: the cache must not be so old that the new topic shows at once.
    clock.ms += 9000;
    expect(await ask('PUT', '/v1/topics/t', JSON.stringify(sample))).toMatchObject({ status: 200 });
    const listed = async () => (await ask('GET', '/v1/metadata/topics')).json();
    expect(await listed()).toEqual({ topics: [] });
    clock.ms += 2000;
    expect(await listed()).toEqual({ topics: ['t'] });
    const { json } = await ask('GET', '/v1/metadata/topics/t/partitions');
    expect(json()).toMatchObject({ partitions: [{ replicas: [{}] }, { partition_id: 1 }] });
  });

  it.each(['', '{}', '{"partition_count":null}'])(
    "gives a topic with the body '%s' the brokers' defaults",
    async (body) => {
      const { ask, log } = await openProxy({ memory: { defaultPartitionCount: 4 } });
      expect((await ask('PUT', '/v1/topics/t', body)).status).toBe(200);
      const partitions = await log.partitions('t');
      expect([partitions.length, partitions[0]?.replicas.length]).toEqual([4, 3]);
    },
  );

  it.each([
    ['{"partition_count":"2"}', 'partition_count is not an int32'],
    ['{"partition_count":0}', 'Number of partitions 0'],
    ['{"replication_factor":9}', 'Replication factor: 9'],
    ['{"replication_factor":1.5}', 'replication_factor is not an int32'],
    ['{"topic_properties":[]}', 'topic_properties is not'],
    ['{"topic_properties":{"retention.ms":null}}', 'A topic property is neither'],
    ['{"topic_properties":{"retention.ms":{}}}', 'A topic property is neither'],
    ['{"topic_properties":{"retention.ms":-5}}', 'retention.ms'],
    ['{"topic_properties":{"retention.mss":5}}', 'retention.mss'],
    ['{', 'not JSON'],
  ])('refuses %s with 400 and makes nothing', async (body, why) => {
    const { ask, log } = await openProxy();
    const { status, text } = await ask('PUT', '/v1/topics/t', body);
    expect(status).toBe(400);
    expect(text).toContain(why);
    expect(await log.topics()).toEqual([]);
  });

  it.each(['a%20b', '%2e%2e', 'n'.repeat(250), '%'])('refuses the name %s with 400', async (name) => {
    const { ask } = await openProxy();
    expect((await ask('PUT', `/v1/topics/${name}`)).status).toBe(400);
  });

  it('decodes the name', async () => {
    const { ask, log } = await openProxy();
    await ask('PUT', '/v1/topics/%74%2Dx');
    expect(await log.topics()).toEqual([{ name: 't-x', partitionCount: 1 }]);
  });

  it.each(['400', '500', '409', '200'] as const)(
    'answers %s for a topic that stands, and leaves it as it is',
    async (assumed) => {
      const { ask, log } = await openProxy({ does: { 'create-existing': assumed } });
      await ask('PUT', '/v1/topics/t');
      const { status } = await ask('PUT', '/v1/topics/t', JSON.stringify(sample));
      expect(status).toBe(Number(assumed));
      expect(await log.topics()).toEqual([{ name: 't', partitionCount: 1 }]);
    },
  );

  it('answers a refusal with 500 when that is assumed', async () => {
    const { ask } = await openProxy({ does: { 'create-refused': '500' } });
    expect((await ask('PUT', '/v1/topics/a%20b')).status).toBe(500);
  });
});
