import { describe, expect, it } from '@jest/globals';
import { openProxy, startMs } from './open-proxy.ts';

const broker = (index: number) => ({
  hostName: `wn${index}-kafka.stand-in.internal.cloudapp.net`,
  port: 9092,
  id: 1001 + index,
  rack: `/default-rack/FD${index}/UD${index}`,
});

describe('metadata', () => {
  it('lists the brokers that are up', async () => {
    const { ask, log } = await openProxy();
    log.cluster.stop(1002);
    const { json } = await ask('GET', '/v1/metadata/brokers');
    expect(json()).toEqual({ brokers: [broker(0), broker(2)] });
  });

  it('lists topics by name, internal ones only when that is assumed', async () => {
    const listed = (['false', 'true'] as const).map(async (internal) => {
      const { ask, withTopic } = await openProxy({ does: { 'internal-topics-listed': internal } });
      await withTopic('__consumer_offsets');
      await withTopic('_mine');
      return (await ask('GET', '/v1/metadata/topics')).json();
    });
    expect(await Promise.all(listed)).toEqual([
      { topics: ['_mine'] },
      { topics: ['__consumer_offsets', '_mine'] },
    ]);
  });

  it('tells offsets as they are now, leader, replicas and isr of each partition', async () => {
    const { ask, log, withTopic } = await openProxy({ memory: { brokerCount: 2 } });
    await withTopic('t', 2);
    await log.append('t', [{ partition: 1, key: null, value: null, timestampMs: startMs }]);
    const { json } = await ask('GET', '/v1/metadata/topics/t/partitions');
    const state = (id: number, latest: number, replicas: object[]) => ({
      partition_id: id,
      earliest_offset: 0,
      latest_offset: latest,
      leader: replicas[0],
      replicas,
      isr: replicas,
    });
    expect(json()).toEqual({
      topic: 't',
      partitions: [state(0, 0, [broker(1), broker(0)]), state(1, 1, [broker(0), broker(1)])],
    });
    const one = await ask('GET', '/v1/metadata/topics/t/partitions/1');
    expect(one.json()).toEqual(state(1, 1, [broker(0), broker(1)]));
  });

  it('says that there is no leader as null, or not at all', async () => {
    const said = (['null', 'absent'] as const).map(async (form) => {
      const { ask, log, withTopic } = await openProxy({ does: { 'no-leader-form': form } });
      await withTopic('t');
      for (const { id } of log.cluster.brokers) log.cluster.stop(id);
      const { json } = await ask('GET', '/v1/metadata/topics/t/partitions/0');
      return (json() as { leader?: unknown }).leader;
    });
    expect(await Promise.all(said)).toEqual([null, undefined]);
  });

  it('does not see partitions that the cache does not have yet', async () => {
    const { ask, clock, log, withTopic } = await openProxy();
    await withTopic('t', 1);
    log.addPartitions('t', 2);
    const second = async () => (await ask('GET', '/v1/metadata/topics/t/partitions/1')).status;
    expect(await second()).toBe(404);
    clock.ms += 2000;
    expect(await second()).toBe(200);
  });

  it.each([
    ['none/partitions', 404],
    ['none/partitions/0', 404],
    ['t/partitions/1', 404],
    ['t/partitions/-1', 404],
    ['t/partitions/one', 400],
    ['t/partitions/2147483648', 400],
  ])('refuses %s with %d', async (path, status) => {
    const { ask, withTopic } = await openProxy();
    await withTopic('t');
    expect((await ask('GET', `/v1/metadata/topics/${path}`)).status).toBe(status);
  });
});
