import { HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import { fetchGroup } from '../../functions/http/fetch-group.ts';
import { handle } from '../../shared/http/handle.ts';
import { median } from '../produce/load.ts';
import type { Bench, Line } from './line.ts';
import { readThroughHandler } from './read-once.ts';

const ROUNDS = 31;
const COUNT = 1000;
const PARTITION = 2;

/** What it costs to read batches as a group, each fetch with the commit of the one before, beside reading alone. */
export const groupBatch: Line = {
  name: 'group-batch',
  async measure(bench) {
    await fill(bench);
    const fetch = fetchThroughHandler(bench);
    const readMs: number[] = [];
    const fetchMs: number[] = [];
    for (let round = -1; round < ROUNDS; round += 1) {
      const offset = (round + 1) * COUNT;
      const read = readThroughHandler(bench.dependencies, PARTITION, `offset=${offset}&count=${COUNT}`);
      const [reading, fetching] = [await timed(read), await timed(fetch)];
      // The first round warms up.
      if (round < 0) continue;
      readMs.push(reading);
      fetchMs.push(fetching);
    }
    const more = median(fetchMs) - median(readMs);
    return [
      { what: `a read of ${COUNT} records`, figure: `${median(readMs).toFixed(1)} ms` },
      {
        what: `fetch and commit of ${COUNT} records, on Azurite`,
        figure: `${median(fetchMs).toFixed(1)} ms, ${more.toFixed(1)} ms more than the read`,
        ratio: `${(median(fetchMs) / median(readMs)).toFixed(2)} × the read`,
      },
    ];
  },
};

async function timed(act: () => Promise<unknown>): Promise<number> {
  const beganMs = performance.now();
  await act();
  return performance.now() - beganMs;
}

async function fill({ dependencies: { produce, partitions, deadline } }: Bench): Promise<void> {
  const json = `{"key":"k","value":"${'x'.repeat(100)}","partition":${PARTITION}}`;
  for (let left = (ROUNDS + 1) * COUNT; left > 0; left -= 500) {
    await produce('bench', Array(500).fill({ json, partition: PARTITION }), deadline());
  }
  // A group reads up to the end that was seen last.
  await partitions.of('bench', 0, deadline());
}

function fetchThroughHandler({ dependencies }: Bench): () => Promise<void> {
  const handler = handle((request, call) => fetchGroup(request, dependencies, call));
  let commit: string | undefined;
  return async () => {
    const body = JSON.stringify({ count: COUNT, partitions: [PARTITION], commit });
    const request = new HttpRequest({
      method: 'POST',
      url: 'http://localhost:7071/api/groups/bench/topics/bench/fetch',
      params: { group: 'bench', topic: 'bench' },
      headers: { 'content-type': 'application/json' },
      body: { string: body },
    });
    const context = new InvocationContext({ logHandler: () => undefined });
    const answer = (await handler(request, context)) as HttpResponseInit;
    const text = answer.body as string;
    const { records, lease } = JSON.parse(text) as { records?: unknown[]; lease: string };
    if (records?.length !== COUNT) throw new Error(`answered ${text.slice(0, 200)}`);
    commit = lease;
  };
}
