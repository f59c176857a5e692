import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '../produce/seeded-faults.ts';
import { startBroker } from '../real-kafka/start-broker.ts';
import { Tally } from '../seed/tally.ts';
import { deadLetters } from '../support/dead-letters.ts';
import { isFilingCutShort } from './causes.ts';
import { deliverEvents } from './deliver-events.ts';
import { replayAll, untilEmpty } from './drained.ts';
import { elsewhere, recordsIn } from './elsewhere.ts';
import { fill } from './fill.ts';
import { Hands } from './hands.ts';
import { Journal } from './journal.ts';
import { balance, type Ledger } from './ledger.ts';
import { queueMessages, raisedEvents, TOPIC } from './messages.ts';
import { misbehave, untried } from './misbehave.ts';
import { strike, STRIKES } from './strike.ts';
import { LATE_MS, startWorld, type World } from './world.ts';

/**
 * Messages and events while the proxy misbehaves, the host is killed and the storage stops; and then the books: where is
 * each, and why is it there more than once? The last line has the counts, the exit code is 1 where there is a gap.
 * `node test/chaos/run.ts [--messages N] [--events N] [--seed S] [--kafka host:port | --real-kafka]`; the last starts a
 * broker of its own.
 */

const MINUTE_MS = 60_000;
// From the start of the process; the last quarter of the tenth minute is for ending what was started.
const LIMIT_MS = 9.75 * MINUTE_MS;
const DRAINED_MS = 9 * MINUTE_MS;
// What a killed host had is waited for until its run must have ended: 4.5 minutes for a claim check.
const STRIKES_MS = 3.75 * MINUTE_MS;
const PROGRESS_MS = 15_000;
const SHOWN = 20;
const OUTPUT = join(import.meta.dirname, '../../.local/chaos');

function flag(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

const seed = Number(flag('seed') ?? 20_260_101);
const messages = queueMessages(Number(flag('messages') ?? 10_000));
const events = raisedEvents(Number(flag('events') ?? 5000));
const sent = [...messages, ...events];
const journal = new Journal();
const hands = new Hands();
const tally = new Tally('chaos');

async function books(world: World, isRepaired: boolean) {
  const filed = await deadLetters(world.connectionString);
  const letters = await Promise.all(
    filed.map(async (letter) => ({ ...letter, bytes: await letter.content() })),
  );
  const { log } = world.standIns.kafkaRest;
  const written = await recordsIn(log, TOPIC);
  const evidence = { journal, hands, outages: world.outages, lateMs: LATE_MS };
  const { sums, gaps } = balance({ sent, written, letters, evidence, isRepaired });
  const isCutShort = (name: string) => isFilingCutShort(name, evidence);
  const { connectionString } = world;
  const others = await elsewhere({ log, connectionString, sent, letters, isCutShort });
  return { letters, ledger: { sums, gaps: [...gaps, ...others] } };
}

function show({ sums, gaps }: Ledger): void {
  const parts = Object.entries(sums).map(([name, sum]) => `${name} ${sum}`);
  console.log(`ledger: ${parts.join(' · ')}`);
  for (const gap of gaps.slice(0, SHOWN)) console.log(`  gap: ${gap}`);
  if (gaps.length > 0) throw new Error(`${gaps.length} gaps; what the hosts said is in ${OUTPUT}`);
}

/** Rejects at the limit, whatever is still open then. */
async function inTime(running: Promise<void>): Promise<void> {
  const over = new AbortController();
  const limit = sleep(performance.timeOrigin + LIMIT_MS - Date.now(), undefined, {
    signal: over.signal,
  }).then(() => {
    throw new Error('not over after 9.75 minutes');
  });
  try {
    await Promise.race([running, limit]);
  } finally {
    over.abort();
    running.catch(() => undefined);
    limit.catch(() => undefined);
  }
}

async function run(world: World): Promise<void> {
  const beganMs = Math.floor(performance.timeOrigin);
  const within = (ms: number) => AbortSignal.timeout(Math.max(0, beganMs + ms - Date.now()));
  const tell = (text: string) => {
    console.log(`${Math.round((Date.now() - beganMs) / 1000)} s: ${text}`);
  };
  const progress = setInterval(() => {
    tell(
      `${journal.namesWritten()} of ${sent.length} written, ${journal.calls.length} calls, ${world.kills.length} kills`,
    );
  }, PROGRESS_MS);
  const behave = misbehave(world.standIns.kafkaRest.faults, journal, seeded(seed));
  try {
    await tally.check('all faults, kills and stops strike, and every event is answered 2xx', async () => {
      const delivering = deliverEvents(events, world, hands, within(DRAINED_MS));
      delivering.catch(() => undefined);
      const filling = fill(world.connectionString, messages, hands, within(DRAINED_MS));
      const filled = filling.done.then(() => {
        tell(`all messages are queued, ${journal.namesWritten()} written`);
      });
      await Promise.all([
        filled,
        strike(world, journal, { names: sent.length, withinMs: STRIKES_MS, filling }),
      ]);
      tell(`${world.kills.length} kills and ${world.outages.length} stops, ${await delivering} deliveries`);
      if (world.kills.length + world.outages.length < STRIKES.length) throw new Error('too few strikes');
    });
    await tally.check('the queues get empty', () => untilEmpty(world.connectionString, within(DRAINED_MS)));
    tell(
      `${journal.calls.length} calls, ${journal.calls.filter(({ rule }) => rule !== undefined).length} of them struck`,
    );
    await tally.check('every form of every fault struck, and kills met what was in hand', () => {
      const missing = untried(journal.calls);
      const met = world.kills.filter(({ inHand }) => inHand > 0).length;
      tell(`${met} of ${world.kills.length} kills met something in hand`);
      if (met === 0) missing.push('no kill met anything');
      if (missing.length > 0) throw new Error(missing.join('; '));
    });
    const before = await books(world, false);
    await tally.check('every message is in Kafka or one dead letter, and each repeat is explained', () => {
      show(before.ledger);
    });
    behave();
    await tally.check('replay of all goes to its end', () => replayAll(world.url(), within(LIMIT_MS)));
    const after = await books(world, true);
    await tally.check('every good message is in Kafka, every wrong one a dead letter to the byte', () => {
      show(after.ledger);
    });
    await tally.check('what cannot be repaired came back with one more attempt', () => {
      const attempts = new Map(before.letters.map(({ rowKey, attempts }) => [rowKey, Number(attempts)]));
      const off = after.letters.filter(
        ({ rowKey, attempts: now }) => Number(now) !== (attempts.get(rowKey) ?? 0) + 1,
      );
      if (off.length > 0) throw new Error(`${off.length} letters`);
    });
  } finally {
    clearInterval(progress);
    await mkdir(OUTPUT, { recursive: true });
    await writeFile(join(OUTPUT, 'hosts.log'), world.output());
  }
  tell('done');
}

console.log(`${messages.length} messages and ${events.length} events, seed ${seed}`);
const broker = process.argv.includes('--real-kafka') ? await startBroker() : undefined;
try {
  const world = await startWorld(journal, hands, broker?.bootstrap ?? flag('kafka'));
  try {
    await inTime(run(world));
  } catch (error) {
    await tally.check('the run goes to its end', () => {
      throw error;
    });
  } finally {
    await world.close();
  }
} finally {
  await broker?.stop();
}
process.exitCode = tally.end();
