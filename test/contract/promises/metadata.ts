import assert from 'node:assert/strict';
import { assertRefused, newName } from '../caller.ts';
import type { PromiseCase } from '../promise.ts';

interface Broker {
  readonly hostName: string;
  readonly port: number;
  readonly id: number;
  readonly rack?: string | null;
}

interface Partition {
  readonly partition_id: number;
  readonly earliest_offset: number;
  readonly latest_offset: number;
  readonly leader: Broker;
  readonly replicas: readonly Broker[];
  readonly isr: readonly Broker[];
}

function assertBroker(broker: Broker): void {
  assert.equal(typeof broker.hostName, 'string');
  assert.ok(Number.isInteger(broker.port) && Number.isInteger(broker.id), 'port and id are integers');
  assert.ok(['string', 'undefined'].includes(typeof (broker.rack ?? undefined)), 'a rack is a string');
}

/** What the four metadata calls promise. */
export const metadata: readonly PromiseCase[] = [
  {
    name: 'brokers are listed with host name, port and id',
    source: 'D-spec S1',
    run: async (caller) => {
      const answer = await caller.get('/v1/metadata/brokers');
      assert.equal(answer.status, 200);
      const { brokers } = answer.json() as { brokers: Broker[] };
      assert.ok(brokers.length > 0);
      brokers.forEach(assertBroker);
    },
  },
  {
    name: 'topics are listed by name, each once',
    source: 'D-spec S1, S-ms S6',
    run: async (caller) => {
      const topic = await caller.topic(1);
      const topics = await caller.topics();
      assert.ok(topics.includes(topic));
      assert.equal(new Set(topics).size, topics.length);
    },
  },
  {
    name: 'internal topics are listed as assumed',
    source: 'nobody says',
    assumption: 'internal-topics-listed',
    run: async (caller) => {
      const internal = (await caller.topics()).filter((topic) => topic.startsWith('__'));
      assert.equal(internal.length > 0, caller.target.assumed('internal-topics-listed') === 'true');
    },
  },
  {
    name: 'the partitions of a topic come with its name, their offsets, leader, replicas and ISR',
    source: 'D-spec S1',
    run: async (caller) => {
      const topic = await caller.topic(4);
      const answer = await caller.get(`/v1/metadata/topics/${topic}/partitions`);
      assert.equal(answer.status, 200);
      const body = answer.json() as { topic: string; partitions: Partition[] };
      assert.equal(body.topic, topic);
      for (const partition of body.partitions) {
        [partition.leader, ...partition.replicas, ...partition.isr].forEach(assertBroker);
        assert.ok(Number.isInteger(partition.earliest_offset) && Number.isInteger(partition.latest_offset));
      }
    },
  },
  {
    name: 'one partition alone is what the list of partitions says of it',
    source: 'D-spec S1, K',
    run: async (caller) => {
      const topic = await caller.topic(4);
      const path = `/v1/metadata/topics/${topic}/partitions`;
      const all = (await caller.get(path)).json() as { partitions: Partition[] };
      assert.deepEqual((await caller.get(`${path}/3`)).json(), all.partitions[3]);
    },
  },
  {
    name: 'the leader is in the ISR, and the ISR among the replicas',
    source: 'K',
    run: async (caller) => {
      const topic = await caller.topic(1);
      const answer = await caller.get(`/v1/metadata/topics/${topic}/partitions/0`);
      const { leader, isr, replicas } = answer.json() as Partition;
      assert.ok(isr.some(({ id }) => id === leader.id));
      assert.ok(isr.every(({ id }) => replicas.some((replica) => replica.id === id)));
    },
  },
  {
    name: 'a new topic begins at offset 0, and the latest offset is the next one to be written',
    source: 'K',
    run: async (caller) => {
      const topic = await caller.newTopic(1);
      assert.equal(await caller.end(topic), 0);
      await caller.write(topic, '[{"value":"a"},{"value":"b"},{"value":"c"}]');
      const answer = await caller.get(`/v1/metadata/topics/${topic}/partitions/0`);
      const { earliest_offset: earliest, latest_offset: latest } = answer.json() as Partition;
      assert.deepEqual([earliest, latest], [0, 3]);
    },
  },
  {
    name: 'the partitions of a topic that nobody made are refused',
    source: 'D-spec S1 (404 is listed)',
    assumption: 'unknown-topic-metadata',
    run: async (caller) => {
      const status = Number(caller.target.assumed('unknown-topic-metadata'));
      const path = `/v1/metadata/topics/${newName()}/partitions`;
      assertRefused(await caller.get(path), [status]);
      assertRefused(await caller.get(`${path}/0`), [status]);
    },
  },
  {
    name: 'a partition that the topic does not have is refused',
    source: 'D-spec S1 (404 is listed), K',
    assumption: 'unknown-partition-read',
    run: async (caller) => {
      const status = Number(caller.target.assumed('unknown-partition-read'));
      const topic = await caller.topic(1);
      assertRefused(await caller.get(`/v1/metadata/topics/${topic}/partitions/7`), [status]);
      assertRefused(await caller.consume(topic, 7, 0), [status]);
    },
  },
  {
    name: 'a partition that is no int32 is refused',
    source: 'D-spec S1, K',
    assumption: 'not-an-integer',
    run: async (caller) => {
      const status = Number(caller.target.assumed('not-an-integer'));
      const topic = await caller.topic(1);
      for (const partition of ['one', '1.5', '2147483648']) {
        assertRefused(await caller.get(`/v1/metadata/topics/${topic}/partitions/${partition}`), [status]);
      }
    },
  },
];
