import type { FetchRequest } from '../../shared/consuming/groups/fetch.ts';
import type { TopicRequest } from '../../shared/consuming/read-topic.ts';
import type { Bench, Line } from './line.ts';
import { readThroughHandler } from './read-once.ts';

const WAITING = 20;
const WAIT_SECONDS = 10;
/** Calls of either kind; a wait that reads all partitions at each turn makes some 340. */
const MOST_A_MINUTE = 160;

/** What a caller costs the proxy who waits and to whom nothing comes; counted over 10 s and scaled to a minute. */
export const idleCalls: Line = {
  name: 'idle-calls',
  async measure(bench) {
    const callers: [string, (caller: number) => Promise<unknown>][] = [
      ['a read of one partition', readThroughHandler(bench.dependencies, 2, query)],
      ['a JSON read of all 4 partitions', () => readTopic(bench, false)],
      ['an SSE stream of all 4 partitions', () => readTopic(bench, true)],
      ['the fetch of a group, all 4 partitions', (caller) => fetchAsGroup(bench, caller)],
    ];
    const rows = [];
    for (const [who, wait] of callers) {
      const { reads, looks } = await callsOf(bench, wait);
      if (Math.max(reads, looks) > MOST_A_MINUTE) {
        throw new Error(`${who}: ${reads} reads and ${looks} looks at metadata in an idle minute`);
      }
      const figure = `${reads.toFixed(0)} reads, ${looks.toFixed(1)} of metadata`;
      rows.push({ what: `calls of the proxy in an idle minute of ${who}, per caller`, figure });
    }
    return rows;
  },
};

const query = `offset=latest&waitMs=${WAIT_SECONDS * 1000}`;

/** Of one caller in a minute. */
async function callsOf({ proxy }: Bench, wait: (caller: number) => Promise<unknown>) {
  const before = await proxy.hits();
  await Promise.all(Array.from({ length: WAITING }, (_, caller) => wait(caller)));
  const after = await proxy.hits();
  const perMinute = (call: string) =>
    (((after[call] ?? 0) - (before[call] ?? 0)) / WAITING) * (60 / WAIT_SECONDS);
  return { reads: perMinute('consume'), looks: perMinute('partitions') };
}

async function readTopic({ dependencies }: Bench, follows: boolean): Promise<void> {
  const closed = follows ? AbortSignal.timeout(WAIT_SECONDS * 1000) : new AbortController().signal;
  const request: TopicRequest = {
    topic: 'bench',
    place: { at: 'latest' },
    wanted: { until: {}, onOutOfRange: 'error' },
    ...{ follows, count: Infinity, maxBytes: Infinity, waitMs: WAIT_SECONDS * 1000, readMs: 200_000 },
  };
  const { pages } = await dependencies.readTopic(request, { deadline: dependencies.deadline, closed });
  try {
    for await (const { records } of pages) if (records.length > 0) throw new Error('something came');
  } catch (error) {
    if (!closed.aborted) throw error;
  }
}

async function fetchAsGroup({ dependencies }: Bench, caller: number): Promise<void> {
  const request: FetchRequest = {
    ...{ group: `idle-${caller}`, topic: 'bench', count: 100, maxBytes: 1_000_000, leaseMs: 60_000 },
    ...{ waitMs: WAIT_SECONDS * 1000, partitions: undefined, maxDeliveries: 0 },
    start: { at: 'latest' },
  };
  const ends = { deadline: dependencies.deadline, closed: new AbortController().signal };
  const { lease } = await dependencies.groups.fetch(request, ends);
  if (lease !== null) throw new Error('something came');
}
