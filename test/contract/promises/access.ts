import assert from 'node:assert/strict';
import type { AssumptionName } from '../../../local/kafka-rest/assumptions.ts';
import { assertRefused, newName } from '../caller.ts';
import type { PromiseCase, RefusedTokens } from '../promise.ts';

type Guarded = readonly [method: string, path: string, body?: string];

/** The seven calls that list 401 and 403 (D-spec S1), on a topic that stands. */
function guarded(topic: string): readonly Guarded[] {
  return [
    ['PUT', `/v1/topics/${topic}`, '{"partition_count":1,"replication_factor":1}'],
    ['GET', '/v1/metadata/brokers'],
    ['GET', '/v1/metadata/topics'],
    ['GET', `/v1/metadata/topics/${topic}/partitions`],
    ['GET', `/v1/metadata/topics/${topic}/partitions/0`],
    ['POST', `/v1/producer/topics/${topic}`, '{"records":[{"value":1}]}'],
    ['GET', `/v1/consumer/topics/${topic}/partitions/0/offsets/0`],
  ];
}

/** All seven calls refuse a caller with the token that `pick` finds, and nothing is written. */
function shut(
  who: string,
  assumption: AssumptionName,
  pick: (refused: RefusedTokens | undefined) => string | null | undefined,
): PromiseCase {
  return {
    name: `${who} is refused by all seven calls, and nothing is written`,
    source: 'D-spec S1 (401 and 403 are listed), K',
    assumption,
    run: async (caller) => {
      const token = pick(caller.target.refusedTokens);
      assert.ok(token !== undefined, 'the runner has no such token');
      const status = Number(caller.target.assumed(assumption));
      const topic = await caller.topic(1);
      const before = await caller.end(topic);
      for (const [method, path, body] of guarded(topic)) {
        const answer = await caller.call(method, path, { token, ...(body !== undefined && { body }) });
        assert.equal(answer.status, status, `${method} ${path}`);
      }
      assert.equal(await caller.end(topic), before);
    },
  };
}

const needs = 'refusedTokens';

/** Who may call. */
export const access: readonly PromiseCase[] = [
  shut('a caller without a token', 'no-token', () => null),
  shut('a token that is none', 'bad-token', () => 'not.a.token'),
  { ...shut('an expired token', 'bad-token', (refused) => refused?.expired), needs },
  { ...shut('a token that another issuer has signed', 'bad-token', (refused) => refused?.forged), needs },
  { ...shut('a token for another resource', 'bad-token', (refused) => refused?.otherAudience), needs },
  {
    ...shut("a caller outside the cluster's group", 'not-in-group', (refused) => refused?.notInGroup),
    needs,
  },
  {
    name: 'a token without the word Bearer before it is refused, or taken',
    source: 'D, the sample of April 2020 alone left it out; S-ms S6',
    assumption: 'bearer-prefix-needed',
    run: async (caller) => {
      const headers = { authorization: caller.target.token };
      const { status } = await caller.get('/v1/metadata/topics', { token: null, headers });
      const needed = caller.target.assumed('bearer-prefix-needed') === 'true';
      assert.ok(needed ? [401, 403].includes(status) : status === 200, String(status));
    },
  },
];

/** Which calls there are, and what they speak. */
export const calls: readonly PromiseCase[] = [
  {
    name: 'reading needs neither a content type nor an Accept header, and answers JSON',
    source: 'S-ms S6, D-spec S1',
    run: async (caller) => {
      const topic = await caller.topic(1);
      await caller.write(topic, '[{"value":1}]');
      for (const [method, path] of guarded(topic).filter(([verb]) => verb === 'GET')) {
        const { status, headers } = await caller.call(method, path);
        assert.equal(status, 200, path);
        assert.match(headers['content-type'] ?? '', /^application\/json/, path);
      }
    },
  },
  {
    name: 'a refusal says why in JSON, in plain words, or not at all',
    source: 'nobody says',
    assumption: 'error-body',
    run: async (caller) => {
      const { text } = await caller.get(`/v1/metadata/topics/${newName()}/partitions`);
      const form = text === '' ? 'empty' : text.startsWith('{') ? 'json' : 'plain';
      assert.equal(form, caller.target.assumed('error-body'));
    },
  },
  {
    name: 'a verb that a path does not have is refused with 405',
    source: 'D S2, D S3, D-spec S1',
    run: async (caller) => {
      for (const [method, path] of guarded(await caller.topic(1))) {
        assertRefused(await caller.call(method === 'POST' ? 'GET' : 'POST', path), [405]);
      }
    },
  },
  {
    name: 'deleting a topic is no call of this service',
    source: 'D S4 and D-spec S1, by absence',
    run: async (caller) => {
      const topic = await caller.topic(1);
      assertRefused(await caller.call('DELETE', `/v1/topics/${topic}`), [404, 405]);
      assert.ok((await caller.topics()).includes(topic));
    },
  },
  {
    name: 'a path that is none of the eight calls is refused',
    source: 'D-spec S1, by absence',
    run: async (caller) => {
      for (const path of ['/', '/v1', '/v1/groups', '/v2/metadata/topics', '/metadata/topics']) {
        assertRefused(await caller.get(path), [401, 403, 404, 405]);
      }
    },
  },
];
