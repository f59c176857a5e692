import { expect, test } from '@jest/globals';
import { type Evidence, withAbsence, withGroups, withLook } from '../../../shared/housekeeping/evidence.ts';
import { DAY_MS, NOW_MS, partition, partitions } from './seen.ts';

const after = (days: number) => NOW_MS + days * DAY_MS;
const two = partitions(2);

test('the first look at a topic says since when it is known', () => {
  expect(withLook(undefined, two, NOW_MS)).toEqual({
    firstSeenAtMs: NOW_MS,
    lastSeenAtMs: NOW_MS,
    unchangedSinceMs: NOW_MS,
    endOffsets: [10, 10],
    history: [[NOW_MS, 20, 20, 0]],
  });
});

test('end offsets that stand still keep the time since when, those that moved or shrank begin anew', () => {
  const first = { ...withLook(undefined, two, NOW_MS), lastRecordAtMs: 5 };
  expect(withLook(first, two, after(3))).toMatchObject({ unchangedSinceMs: NOW_MS, lastRecordAtMs: 5 });
  for (const changed of [
    [partition(0), partition(1, { endOffset: 11 })],
    [partition(0), partition(1, { endOffset: 9 })],
    partitions(3),
  ]) {
    const second = withLook(first, changed, after(3));
    expect(second).toMatchObject({ firstSeenAtMs: NOW_MS, unchangedSinceMs: after(3) });
    expect(second.lastRecordAtMs).toBeUndefined();
  }
});

test('a look without a leader changes nothing but when the topic was seen', () => {
  const first = withLook(undefined, two, NOW_MS);
  const blind = [partition(0), partition(1, { leader: null, endOffset: -1, earliestOffset: -1 })];
  const second = withLook(first, blind, after(1));
  expect(second).toEqual({ ...first, lastSeenAtMs: after(1) });
  expect(withLook(second, two, after(2))).toMatchObject({ unchangedSinceMs: NOW_MS });
  expect(withLook(undefined, blind, NOW_MS)).toMatchObject({ unchangedSinceMs: NOW_MS, endOffsets: [] });
});

test('a topic that went and came back is a new one, also with the same offsets', () => {
  const gone = withAbsence(withAbsence(withLook(undefined, two, NOW_MS), after(2)), after(3));
  expect(gone.goneSinceMs).toBe(after(2));
  expect(withLook(gone, two, after(4))).toEqual(withLook(undefined, two, after(4)));
});

test('however long and however often it is looked at, the history has a look for each day and then for each week', () => {
  let known: Evidence | undefined;
  for (let run = 0; run < 5000; run += 1) known = withLook(known, two, after(run / 4));
  const looks = known?.history ?? [];
  expect(looks.length).toBeLessThanOrEqual(120);
  expect(JSON.stringify(looks).length).toBeLessThan(10_000);
  const days = looks.map(([atMs]) => (after(5000 / 4) - atMs) / DAY_MS);
  expect(days.filter((age) => age < 14)).toHaveLength(14);
  expect(days.filter((age) => age < 70).length).toBeLessThan(24);
  expect(looks.at(-1)?.[0]).toBe(after(4999 / 4));
});

test('a group that moved is told from one that stood still', () => {
  const seen = withLook(undefined, two, NOW_MS);
  const first = withGroups(
    seen,
    new Map([
      ['slow', 4],
      ['gone', 1],
    ]),
    NOW_MS,
  );
  const second = withGroups(
    first,
    new Map([
      ['slow', 4],
      ['new', 2],
    ]),
    after(1),
  );
  expect(second.groups).toEqual({ slow: [4, NOW_MS], new: [2, after(1)] });
  expect(withGroups(second, new Map([['slow', 5]]), after(2)).groups).toEqual({ slow: [5, after(2)] });
  expect(withGroups(seen, new Map(), NOW_MS)).toBe(seen);
});
