import assert from 'node:assert/strict';
import { assertRefused, newName } from '../caller.ts';
import type { PromiseCase } from '../promise.ts';
import { fiveRecords } from './five-records.ts';

/** What `consume` answers where there is nothing to be read. */
export const outOfRange: readonly PromiseCase[] = [
  {
    name: 'an offset beyond the end gets a status, no records, or those from another offset',
    source: 'nobody says',
    assumption: 'offset-out-of-range',
    run: async (caller) => {
      const topic = await caller.newTopic(1);
      await caller.write(topic, '[{"value":1},{"value":2}]');
      const assumed = caller.target.assumed('offset-out-of-range');
      const answer = await caller.consume(topic, 0, 1_000, '?count=10');
      if (!['empty', 'earliest', 'latest'].includes(assumed)) {
        assertRefused(answer, [Number(assumed)]);
        return;
      }
      const { records, nextOffset } = await caller.read(topic, 0, 1_000, 10);
      assert.equal(records.length, assumed === 'earliest' ? 2 : 0);
      if (assumed !== 'empty') assert.equal(nextOffset, 2);
    },
  },
  {
    name: 'a count below one is refused, or gives none, or one',
    source: 'nobody says',
    assumption: 'count-below-one',
    run: async (caller) => {
      const { topic, from } = await fiveRecords(caller);
      const assumed = caller.target.assumed('count-below-one');
      const answer = await caller.consume(topic, 0, from, '?count=0');
      if (assumed === '400') assertRefused(answer, [400]);
      else {
        const { records } = await caller.read(topic, 0, from, 0);
        assert.equal(records.length, assumed === 'one' ? 1 : 0);
      }
    },
  },
  {
    name: 'an offset that is no int64, or a count that is no int32, is refused',
    source: 'D-spec S1, K',
    assumption: 'not-an-integer',
    run: async (caller) => {
      const status = Number(caller.target.assumed('not-an-integer'));
      const topic = await caller.topic(1);
      for (const offset of ['earliest', '1.5', '9223372036854775808']) {
        assertRefused(await caller.consume(topic, 0, offset), [status]);
      }
      for (const count of ['many', '1.5', '2147483648']) {
        assertRefused(await caller.consume(topic, 0, 0, `?count=${count}`), [status]);
      }
    },
  },
  {
    name: 'a topic that nobody made is refused',
    source: 'D-spec S1 (404 is listed)',
    assumption: 'unknown-topic-read',
    run: async (caller) => {
      const status = Number(caller.target.assumed('unknown-topic-read'));
      assertRefused(await caller.consume(newName(), 0, 0), [status]);
    },
  },
];
