/**
 * Random and changed requests, made of the API description, against every route through the local host, the same ones for the same seed:
 * `node test/fuzz/run.ts [--requests N] [--seed N] [--only I]`. Nothing is made to fail, so no answer may be a 5xx, and
 * every answer has to be what the contract and the description say. Each fourth goes to an app in the mode entra, with a
 * token of few rights, with none or with a forged one, and may show no topic that its sender has no right to. `--only`
 * sends the request of one number, and prints it.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { parseArgs } from 'node:util';
import { APP_RESOURCE } from '../../local/stand-ins.ts';
import { Tally } from '../seed/tally.ts';
import { complaints } from './conforms.ts';
import { describedRoutes } from './described-routes.ts';
import { type FuzzRequest, makeRequest } from './make-request.ts';
import { createRandom } from './random.ts';
import { type Answered, send } from './send.ts';
import { indiscretions, rules, type Sender, senders, sentBy, tokensOf } from './senders.ts';
import { startTarget, type Target } from './start-target.ts';

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

interface Made extends FuzzRequest {
  /** In the mode entra. */
  readonly sender?: Sender;
}

/** An app, and what there is to send to it. */
interface Subject {
  readonly app: Target;
  readonly tokens?: Readonly<Record<Sender, string>>;
}

const isForEntra = (number: number) => number % 4 === 3;

function requestOf(number: number, { tokens }: Subject): Made {
  const random = createRandom(seed * 1_000_003 + number);
  for (;;) {
    const made = makeRequest(requests, random);
    if (!random.chance(SELDOM[made.name] ?? 1)) continue;
    if (tokens === undefined) return made;
    const sender = random.pick(senders);
    return { ...sentBy(sender, made, tokens, random), sender };
  }
}

interface Seen {
  requests: number;
  readonly statuses: Record<number, number>;
  readonly wrong: string[];
}

const settings = {
  KAFKA_MAX_WAIT_SECONDS: '1',
  KAFKA_STREAM_SECONDS: '1',
  KAFKA_CREATE_WAIT_SECONDS: '5',
  KAFKA_MAX_PARTITIONS: '4',
};
const agent = new Agent({ keepAlive: true, maxSockets: CALLERS });
const seen = new Map<string, Seen>();
const residentMiB: number[] = [];

/** Starts the app of a mode, and ends it. */
async function withSubject(ofEntra: boolean, action: (subject: Subject) => Promise<void>): Promise<void> {
  const app = await startTarget(settings, ofEntra ? rules : undefined);
  try {
    await action(ofEntra ? { app, tokens: await tokensOf(app.entra, APP_RESOURCE) } : { app });
    await tally.check(
      `the app lives, and fails at nothing that it does not know, ${modeOf(ofEntra)}`,
      async () => {
        assert.equal((await fetch(`${app.url}/health/live`)).status, 200);
        assert.equal(/internal-error.*/.exec(app.output())?.[0], undefined);
      },
    );
  } finally {
    await app.close();
  }
}

const modeOf = (ofEntra: boolean) => (ofEntra ? 'by token' : 'by key');

async function residentNow({ pid }: Target): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

async function ask(number: number, subject: Subject): Promise<Answered | undefined> {
  const made = requestOf(number, subject);
  const name = made.sender ?? made.name;
  const own = seen.get(name) ?? { requests: 0, statuses: {}, wrong: [] };
  seen.set(name, own);
  own.requests += 1;
  try {
    const answer = await send(subject.app.url, made, agent, TIMEOUT_MS);
    own.statuses[answer.status] = (own.statuses[answer.status] ?? 0) + 1;
    const { sender } = made;
    const found = [
      ...complaints(made, answer),
      ...(sender === undefined ? [] : indiscretions(sender, made, answer)),
    ];
    if (found.length > 0) own.wrong.push(`--only ${number}: ${made.method} ${found.join('; ')}`);
    return answer;
  } catch (error) {
    own.wrong.push(
      `--only ${number}: ${made.method} ${error instanceof Error ? error.message : 'no answer'}`,
    );
    return undefined;
  }
}

async function askAll(ofEntra: boolean, subject: Subject): Promise<void> {
  let next = 0;
  const quarter = Math.ceil(count / 4);
  const caller = async () => {
    while (next < count) {
      const number = next++;
      if (isForEntra(number) === ofEntra) await ask(number, subject);
      if (!ofEntra && (number + 1) % quarter === 0) residentMiB.push(await residentNow(subject.app));
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}

async function askOnly(number: number): Promise<void> {
  await withSubject(isForEntra(number), async (subject) => {
    const made = requestOf(number, subject);
    console.log(made, made.body?.toString());
    console.log(await ask(number, subject), [...seen.values()][0]?.wrong);
  });
}

const tally = new Tally('fuzz');
try {
  if (values.only !== undefined) await askOnly(Number(values.only));
  else {
    const startMs = performance.now();
    for (const ofEntra of [false, true]) await withSubject(ofEntra, (subject) => askAll(ofEntra, subject));
    console.log(`seed ${seed}, ${count} requests in ${Math.round((performance.now() - startMs) / 1000)} s`);
    for (const name of [...requests.map((request) => request.name), ...senders]) {
      await tally.check(`${name} ${JSON.stringify(seen.get(name)?.statuses)}`, () => {
        const { wrong } = seen.get(name) ?? { wrong: ['was never asked'] };
        assert.equal(wrong.length, 0, `${wrong.length} answers, ${wrong.slice(0, SHOWN).join('\n  ')}`);
      });
    }
    await tally.check(`memory is flat: ${residentMiB.map(Math.round).join(', ')} MiB by quarter`, () => {
      const [, half = 0, , end = 0] = residentMiB;
      assert.ok(end < half * 1.5, 'it grows');
    });
  }
} finally {
  agent.destroy();
}
process.exitCode = tally.end();
