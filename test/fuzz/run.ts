/**
 * Random and changed requests, made of the API description, against every route through the local host, the same ones for the same seed:
 * `node test/fuzz/run.ts [--requests N] [--seed N] [--only I]`. Nothing is made to fail, so no answer may be a 5xx, and
 * every answer has to be what the contract and the description say. `--only` sends the request of one number, and prints it.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { parseArgs } from 'node:util';
import { Tally } from '../seed/tally.ts';
import { complaints } from './conforms.ts';
import { describedRoutes } from './described-routes.ts';
import { makeRequest } from './make-request.ts';
import { createRandom } from './random.ts';
import { type Answered, send } from './send.ts';
import { startTarget } from './start-target.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '20260101' },
    only: { type: 'string' },
  },
});
const [count, seed] = [Number(values.requests), Number(values.seed)];

const CALLERS = 16;
const TIMEOUT_MS = 60_000;
const SHOWN = 10;
// Of one route, for each of others: a run looks at every topic that was made before.
const SELDOM: Readonly<Record<string, number>> = { runHousekeeping: 0.05, createTopic: 0.2 };

const requests = describedRoutes();

function requestOf(number: number) {
  const random = createRandom(seed * 1_000_003 + number);
  for (;;) {
    const made = makeRequest(requests, random);
    if (random.chance(SELDOM[made.name] ?? 1)) return made;
  }
}

interface Seen {
  requests: number;
  readonly statuses: Record<number, number>;
  readonly wrong: string[];
}

const app = await startTarget({
  KAFKA_MAX_WAIT_SECONDS: '1',
  KAFKA_STREAM_SECONDS: '1',
  KAFKA_CREATE_WAIT_SECONDS: '5',
  KAFKA_MAX_PARTITIONS: '4',
});
const agent = new Agent({ keepAlive: true, maxSockets: CALLERS });
const seen = new Map<string, Seen>();
const residentMiB: number[] = [];

async function residentNow(): Promise<number> {
  const status = await readFile(`/proc/${app.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

async function ask(number: number): Promise<Answered | undefined> {
  const made = requestOf(number);
  const own = seen.get(made.name) ?? { requests: 0, statuses: {}, wrong: [] };
  seen.set(made.name, own);
  own.requests += 1;
  try {
    const answer = await send(app.url, made, agent, TIMEOUT_MS);
    own.statuses[answer.status] = (own.statuses[answer.status] ?? 0) + 1;
    const found = complaints(made, answer);
    if (found.length > 0) own.wrong.push(`--only ${number}: ${made.method} ${found.join('; ')}`);
    return answer;
  } catch (error) {
    own.wrong.push(
      `--only ${number}: ${made.method} ${error instanceof Error ? error.message : 'no answer'}`,
    );
    return undefined;
  }
}

async function askAll(): Promise<void> {
  let next = 0;
  const quarter = Math.ceil(count / 4);
  const caller = async () => {
    while (next < count) {
      const number = next++;
      await ask(number);
      if ((number + 1) % quarter === 0) residentMiB.push(await residentNow());
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}

const tally = new Tally('fuzz');
try {
  if (values.only !== undefined) {
    console.log(requestOf(Number(values.only)), requestOf(Number(values.only)).body?.toString());
    console.log(await ask(Number(values.only)), [...seen.values()][0]?.wrong);
  } else {
    const startMs = performance.now();
    await askAll();
    console.log(`seed ${seed}, ${count} requests in ${Math.round((performance.now() - startMs) / 1000)} s`);
    for (const { name } of requests) {
      await tally.check(`${name} ${JSON.stringify(seen.get(name)?.statuses)}`, () => {
        const { wrong } = seen.get(name) ?? { wrong: ['was never asked'] };
        assert.equal(wrong.length, 0, `${wrong.length} answers, ${wrong.slice(0, SHOWN).join('\n  ')}`);
      });
    }
    await tally.check('the app lives, and fails at nothing that it does not know', async () => {
      assert.equal((await fetch(`${app.url}/health/live`)).status, 200);
      assert.equal(/internal-error.*/.exec(app.output())?.[0], undefined);
    });
    await tally.check(`memory is flat: ${residentMiB.map(Math.round).join(', ')} MiB by quarter`, () => {
      const [, half = 0, , end = 0] = residentMiB;
      assert.ok(end < half * 1.5, 'it grows');
    });
  }
} finally {
  agent.destroy();
  await app.close();
}
process.exitCode = tally.end();
