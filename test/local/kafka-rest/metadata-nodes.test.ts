import { describe, expect, it } from '@jest/globals';
import { MemoryLog } from '../../../local/kafka-rest/memory-log.ts';
import { MetadataNodes, type MetadataOptions } from '../../../local/kafka-rest/metadata-nodes.ts';

async function open(options: MetadataOptions) {
  const clock = { ms: 0 };
  const log = new MemoryLog({ now: () => clock.ms });
  const nodes = new MetadataNodes(options, log, () => clock.ms);
  await nodes.refresh();
  const sees = async () => [...(await nodes.counts()).keys()];
  const create = async (name: string) => {
    await nodes.settle();
    await log.createTopic({ name });
  };
  return { clock, log, nodes, sees, create };
}

describe('metadata cache', () => {
  it('shows a new topic after the refresh interval, not before', async () => {
    const { clock, sees, create } = await open({ refreshMs: 2000 });
    await create('t');
    clock.ms = 1999;
    expect(await sees()).toEqual([]);
    clock.ms = 2000;
    expect(await sees()).toEqual(['t']);
  });

  it('shows it late also when nobody has looked for long', async () => {
    const { clock, sees, create } = await open({ refreshMs: 2000 });
    clock.ms = 9000;
    await create('t');
    expect(await sees()).toEqual([]);
    clock.ms = 10_000;
    expect(await sees()).toEqual(['t']);
  });

  it('is always live with an interval of 0', async () => {
    const { sees, create } = await open({ refreshMs: 0 });
    await create('t');
    expect(await sees()).toEqual(['t']);
  });

  it('keeps a deleted topic until the refresh', async () => {
    const { clock, log, sees, create, nodes } = await open({ refreshMs: 2000 });
    await create('t');
    await nodes.refresh();
    log.deleteTopic('t');
    expect(await sees()).toEqual(['t']);
    clock.ms = 2000;
    expect(await sees()).toEqual([]);
  });

  it('disagrees between two nodes for half an interval', async () => {
    const { clock, sees, create } = await open({ refreshMs: 2000, nodeCount: 2 });
    await create('t');
    clock.ms = 1000;
    expect([await sees(), await sees(), await sees()]).toEqual([[], ['t'], []]);
    clock.ms = 2000;
    expect([await sees(), await sees()]).toEqual([['t'], ['t']]);
  });

  it('shows nothing new while it is frozen', async () => {
    const { clock, log, nodes, sees, create } = await open({ refreshMs: 2000 });
    await create('t');
    await nodes.refresh();
    nodes.freeze();
    log.addPartitions('t', 5);
    await create('new');
    clock.ms = 60_000;
    expect([...(await nodes.counts())]).toEqual([['t', 1]]);
    nodes.thaw();
    expect(await sees()).toEqual(['t', 'new']);
  });

  it('looks at the log once for several callers', async () => {
    let looks = 0;
    const log = new MemoryLog();
    const topics = log.topics.bind(log);
    const counted = Object.assign(log, { topics: () => ((looks += 1), topics()) });
    const nodes = new MetadataNodes({}, counted, () => 0);
    await Promise.all([nodes.counts(), nodes.counts(), nodes.counts()]);
    expect(looks).toBe(1);
  });
});
