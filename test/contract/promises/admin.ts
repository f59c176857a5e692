import assert from 'node:assert/strict';
import { aFewSecondsMs, assertAnswered, assertRefused, assertText, newName } from '../caller.ts';
import type { PromiseCase } from '../promise.ts';

/** What `status` and `create topic` promise. */
export const admin: readonly PromiseCase[] = [
  {
    name: 'the status call answers 200 with a string',
    source: 'D-spec S1',
    assumption: 'status-body',
    run: async (caller) => {
      assertText(await caller.get('/v1/status'), caller.target.assumed('status-body'));
    },
  },
  {
    name: 'the status call asks for a token, or does not',
    source: 'D-spec S1 lists neither 401 nor 403',
    assumption: 'status-needs-token',
    run: async (caller) => {
      const { status } = await caller.get('/v1/status', { token: null });
      assert.equal(status !== 200, caller.target.assumed('status-needs-token') === 'true');
    },
  },
  {
    name: 'a topic is created with properties given as numbers and as strings, and shows up within the wait',
    source: 'D S6, D S3, D-spec S1',
    assumption: 'create-answer-body',
    run: async (caller) => {
      const topic = newName();
      const answer = await caller.create(topic, {
        partition_count: 1,
        replication_factor: 1,
        topic_properties: { 'retention.ms': 604800000, 'min.insync.replicas': '1' },
      });
      assertText(answer, caller.target.assumed('create-answer-body'));
      await caller.waitFor(topic);
    },
  },
  {
    name: 'a topic that is not listed yet is refused, or served, by produce and read',
    source: 'D S3 (wait "a few seconds")',
    assumption: 'unseen-topic',
    needs: 'ownClock',
    run: async (caller) => {
      const topic = newName();
      await caller.topics();
      await caller.create(topic, { partition_count: 1, replication_factor: 1 });
      assert.ok(!(await caller.topics()).includes(topic));
      const answers = [await caller.produce(topic, '[{"value":1}]'), await caller.consume(topic, 0, 0)];
      const served = caller.target.assumed('unseen-topic') === 'served';
      assert.deepEqual(
        answers.map(({ status }) => status === 200),
        [served, served],
      );
      await caller.waitFor(topic);
    },
  },
  {
    name: 'a topic has as many partitions as were asked for, counted from 0',
    source: 'D-spec S1, S-3p S9',
    run: async (caller) => {
      const topic = await caller.topic(4);
      const answer = await caller.get(`/v1/metadata/topics/${topic}/partitions`);
      const { partitions } = answer.json() as { partitions: { partition_id: number }[] };
      assert.deepEqual(
        partitions.map(({ partition_id: id }) => id),
        [0, 1, 2, 3],
      );
    },
  },
  {
    name: 'the body of a creation may be left out: the brokers have defaults',
    source: 'D-spec S1, K',
    run: async (caller) => {
      const topic = newName();
      const answer = await caller.call('PUT', `/v1/topics/${topic}`);
      assert.equal(answer.status, 200, answer.text);
      await caller.waitFor(topic);
      assert.equal(await caller.end(topic), 0);
    },
  },
  {
    name: 'creating a topic that stands leaves it as it is',
    source: 'K',
    assumption: 'create-existing',
    run: async (caller) => {
      const topic = await caller.topic(1);
      const answer = await caller.create(topic, { partition_count: 2, replication_factor: 1 });
      assertAnswered(answer, caller.target.assumed('create-existing'));
      const listed = await caller.get(`/v1/metadata/topics/${topic}/partitions`);
      assert.equal((listed.json() as { partitions: unknown[] }).partitions.length, 1);
    },
  },
  refused('a name with characters that Kafka does not take', { topic: 'no%20spaces' }),
  refused('a name longer than 249 characters', { topic: 'n'.repeat(250) }),
  refused('more replicas than there are brokers', { replication_factor: 1_000 }),
  refused('less than one partition', { partition_count: -2 }),
  refused('a property that Kafka does not know', { topic_properties: { 'no.such.property': '1' } }),
  refused('a property with a value that Kafka does not take', { topic_properties: { 'retention.ms': 'x' } }),
];

function refused(what: string, { topic: name, ...config }: Record<string, unknown>): PromiseCase {
  return {
    name: `a topic with ${what} is refused and not made`,
    source: 'K',
    assumption: 'create-refused',
    run: async (caller) => {
      const topic = typeof name === 'string' ? name : newName();
      const answer = await caller.create(topic, { partition_count: 1, replication_factor: 1, ...config });
      assertRefused(answer, [Number(caller.target.assumed('create-refused'))]);
      await caller.target.pass(aFewSecondsMs);
      assert.ok(!(await caller.topics()).includes(decodeURIComponent(topic)));
    },
  };
}
