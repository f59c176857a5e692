import { deepStrictEqual as same, ok } from 'node:assert/strict';
import { MemoryLog } from '../../local/kafka-rest/memory-log.ts';
import type { Committed } from '../../shared/consuming/groups/commit.ts';
import type { Fetched } from '../../shared/consuming/groups/fetch.ts';
import type { Groups } from '../../shared/consuming/groups/groups.ts';
import type { ResetTo } from '../../shared/consuming/groups/reset.ts';
import { AppError } from '../../shared/errors.ts';
import { memoryTable } from '../support/memory-table.ts';
import { createExchange, createHost } from './hosts.ts';
import type { Place } from '../../shared/consuming/place.ts';
import { type Asked, type At, type Handed, Model, offsetAt, type Truth } from './model.ts';
import { type Chance, chanceOf } from './seeded.ts';

const of = { group: 'billing', topic: 'orders' };
const never = new AbortController().signal;
const ends = { deadline: () => never, closed: never };
const RETENTION_MS = 10_000;
/** Of two or three records. */
const FEW_BYTES = 300;
const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
/** Far apart: no instance's clock counts. */
const APART_MS = 30_000;

/** What one history met, so that a run of many can show that it has met everything. */
export type Met = Map<string, number>;

interface World {
  readonly chance: Chance;
  readonly log: MemoryLog;
  readonly model: Model;
  readonly hosts: readonly [Groups, Groups];
  readonly table: ReturnType<typeof memoryTable>;
  readonly maxDeliveries: number;
  /** Whether fetches may come with the commit of an earlier one. */
  readonly fetchesCommit: boolean;
  readonly filed: string[];
  readonly handed: Handed[];
  readonly clocks: { logMs: number; hostMs: number };
  readonly steps: string[];
  readonly met: Met;
}

/**
 * A random history of one group: several members on two hosts, a topic that grows, ages, is compacted and made anew, a
 * storage that fails. After every step the model, which is plain arrays, says whether the answer can be. Rejects with the
 * seed and all steps.
 */
export async function runHistory(seed: number, length: number, met: Met = new Map()): Promise<void> {
  const world = await createWorld(seed, met);
  try {
    // A group may come to a log of which retention has taken something before.
    if (world.chance.random() < 0.5) for (const act of [produceStep, ageStep, produceStep]) await act(world);
    for (let left = length; left > 0; left -= 1) {
      await step(world);
      const passedMs = world.chance.upTo(3000);
      world.table.nowMs += passedMs;
      world.model.nowMs += passedMs;
    }
    await drain(world);
  } catch (error) {
    const steps = world.steps.map((line, index) => `  ${index} ${line}`).join('\n');
    throw new Error(
      `seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${steps}`,
      { cause: error },
    );
  }
}

async function createWorld(seed: number, met: Met): Promise<World> {
  const chance = chanceOf(seed);
  const table = memoryTable();
  const clocks = { logMs: 1_000_000, hostMs: 0 };
  const log = new MemoryLog({ now: () => clocks.logMs });
  const partitionCount = 1 + chance.upTo(4);
  await createTopic(log, partitionCount);
  const exchange = await createExchange(log, chance.random);
  const filed: string[] = [];
  const host = (apartMs: number) =>
    createHost({
      exchange,
      table,
      random: chance.random,
      nowMs: () => clocks.hostMs + apartMs,
      file: ({ messageId }) => filed.push(messageId),
    });
  const hosts = [host(0), host(APART_MS)] as const;
  const model = new Model(partitionCount, table.nowMs);
  return {
    chance,
    log,
    model,
    hosts,
    table,
    maxDeliveries: chance.upTo(3),
    // In every second history; the others stay what they were when they found something.
    fetchesCommit: seed % 2 === 0,
    filed,
    handed: [],
    clocks,
    steps: [],
    met,
  };
}

function createTopic(log: MemoryLog, partitionCount: number): Promise<void> {
  const properties = { 'retention.ms': String(RETENTION_MS), 'cleanup.policy': 'compact,delete' };
  return log.createTopic({ name: of.topic, partitionCount, properties });
}

type Step = (world: World) => Promise<void>;

const steps: readonly (readonly [weight: number, step: Step])[] = [
  [25, fetchStep],
  [12, produceStep],
  [12, commitStep],
  [8, commitPartStep],
  [4, renewStep],
  [5, releaseStep],
  [5, togetherStep],
  [6, expireStep],
  [3, ageStep],
  [2, compactStep],
  [2, growStep],
  [1, anewStep],
  [3, resetStep],
  [3, failStep],
];
const weights = steps.reduce((sum, [weight]) => sum + weight, 0);

async function step(world: World): Promise<void> {
  let at = world.chance.upTo(weights);
  for (const [weight, act] of steps) {
    at -= weight;
    if (at < 0) return act(world);
  }
}

function say({ steps: said, met }: World, what: string, detail = ''): void {
  said.push(`${what} ${detail}`);
  met.set(what, (met.get(what) ?? 0) + 1);
}

async function truthOf(log: MemoryLog): Promise<Truth[]> {
  const states = await log.partitions(of.topic);
  return Promise.all(
    states.map(async ({ partition, earliestOffset, latestOffset }) => {
      const all = { maxRecords: 1e6, maxBytes: 1e9 };
      const { records } = await log.read(of.topic, partition, earliestOffset, all);
      return {
        earliest: earliestOffset,
        end: latestOffset,
        offsets: records.map(({ offset }) => offset),
        timestamps: records.map(({ timestampMs }) => timestampMs),
      };
    }),
  );
}

/** The code of the refusal; undefined where there was none. */
async function refusalOf(action: Promise<unknown>): Promise<string | undefined> {
  try {
    await action;
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

/** A moment in the life of the log, or shortly before or after. */
function someTimeMs({ chance, clocks }: World): number {
  return clocks.logMs + 500 - chance.upTo(2 * RETENTION_MS);
}

function someStart(world: World): Place | undefined {
  const timestamp = { at: 'timestamp', timestampMs: someTimeMs(world) } as const;
  return world.chance.oneOf<Place | undefined>([
    undefined,
    undefined,
    { at: 'latest' },
    { at: 'earliest' },
    timestamp,
  ]);
}

/** Where a fetch makes a new group begin, records or not; undefined: where the first records are handed out. */
function beginOf({ model }: World, start: Place | undefined): At | undefined {
  if (model.exists || start === undefined) return undefined;
  ok(start.at === 'earliest' || start.at === 'latest' || start.at === 'timestamp');
  return start.at === 'timestamp' ? start : start.at;
}

function fetchRequest(world: World, start: Place | undefined) {
  const { chance, model, maxDeliveries } = world;
  const all = model.partitions.map((_, partition) => partition);
  const some = all.filter(() => chance.random() < 0.6);
  const partitions = chance.random() < 0.8 || some.length === 0 ? undefined : some;
  const leaseMs = 1000 * (1 + chance.upTo(20));
  const request = {
    ...of,
    count: 1 + chance.upTo(8),
    maxBytes: chance.random() < 0.2 ? FEW_BYTES : 1_000_000,
    // Waits end at once here, which may be in the middle of a look.
    waitMs: chance.random() < 0.2 ? 1000 : 0,
    leaseMs,
    partitions,
    start,
    maxDeliveries,
  };
  if (request.maxBytes === FEW_BYTES) say(world, 'few bytes');
  if (request.waitMs > 0) say(world, 'wait');
  const { count, maxBytes } = request;
  return { request, asked: { partitions: partitions ?? all, count, maxBytes, leaseMs, maxDeliveries } };
}

/** Takes over what a fetch has given, or that it was refused for being ahead of the log. */
async function settleFetch(
  world: World,
  fetching: ReturnType<Groups['fetch']>,
  asked: Asked,
  begin: At | undefined,
): Promise<void> {
  const { model, handed, log } = world;
  const truth = await truthOf(log);
  try {
    const answer = await fetching;
    if (begin !== undefined && !model.exists) {
      model.begin(truth, begin);
      say(world, `begun at ${typeof begin === 'string' ? begin : 'a timestamp'}`);
    }
    if (asked.isAlone) model.passedOver(answer, asked, truth);
    const given = model.fetched(answer, asked, truth);
    if (given !== undefined) handed.push(given);
    if (answer.passedOver.length > 0) say(world, 'passed over', JSON.stringify(answer.passedOver));
    if (answer.partitions.some(({ skipped }) => skipped !== undefined)) say(world, 'skipped');
    say(world, given === undefined ? 'nothing' : 'given', JSON.stringify(answer.partitions));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'group-ahead-of-log') throw error;
    if (asked.isAlone) model.passedOver(passedOverBefore(error), asked, truth);
    const isAhead = asked.partitions.some((partition) => model.isAhead(partition, truth[partition]));
    ok(isAhead, 'told to be ahead of a log that it is within');
    say(world, 'ahead of log');
  }
}

/** What became dead letters before a fetch failed, as its failure names it. */
function passedOverBefore(error: unknown): Pick<Fetched, 'passedOver'> {
  const named = error instanceof AppError ? error.options.members?.['passedOver'] : undefined;
  return { passedOver: (named ?? []) as Fetched['passedOver'] };
}

async function fetchStep(world: World): Promise<void> {
  const { chance, hosts, model, table } = world;
  const { request, asked } = fetchRequest(world, someStart(world));
  const handed = world.fetchesCommit && chance.random() < 0.5 ? lately(world) : undefined;
  say(world, 'fetch', JSON.stringify({ ...request, commit: handed && [...handed.partitions] }));
  // The store takes the write, loses its answer, and the write is tried again.
  if (chance.random() < 0.1) table.faults.writeTogether = ['retried'];
  const refused = handed && model.commit(handed);
  const fetching = chance.oneOf(hosts).fetch({ ...request, ...(handed && { commit: handed.lease }) }, ends);
  if (refused !== undefined) {
    same(await refusalOf(fetching), refused, 'a fetch that commits');
    table.faults.writeTogether = [];
    return;
  }
  if (handed !== undefined) say(world, 'commit with a fetch');
  const begin = beginOf(world, request.start);
  await settleFetch(world, fetching, { ...asked, isAlone: true }, begin);
  table.faults.writeTogether = [];
}

/** Two members at once, on two hosts, and perhaps a third who commits. */
async function togetherStep(world: World): Promise<void> {
  const { chance, hosts, model, log } = world;
  // Which of two different beginnings comes first nobody can tell.
  const start = someStart(world);
  const begin = beginOf(world, start);
  const pair = hosts.map((host) => ({ ...fetchRequest(world, start), host }));
  say(
    world,
    model.exists ? 'together' : 'two first together',
    JSON.stringify(pair.map(({ request }) => request)),
  );
  const handed = chance.random() < 0.5 ? lately(world) : undefined;
  const committing = handed && refusalOf(chance.oneOf(hosts).commit(of, handed.lease, undefined, never));
  const both = pair.map(({ request, asked, host }) => ({
    asked: { ...asked, isAlone: false },
    fetching: host.fetch(request, ends),
  }));
  await Promise.allSettled([committing, ...both.map(({ fetching }) => fetching)]);
  if (handed !== undefined) same(await committing, model.commit(handed), 'a commit beside fetches');
  const truth = await truthOf(log);
  for (const { asked, fetching } of both) {
    model.passedOver(await fetching.catch(passedOverBefore), asked, truth);
  }
  for (const { asked, fetching } of both) await settleFetch(world, fetching, asked, begin);
}

async function produceStep(world: World): Promise<void> {
  const { chance, log, clocks, model } = world;
  const count = 1 + chance.upTo(6);
  say(world, 'produce', String(count));
  clocks.logMs += 100;
  const records = Array.from({ length: count }, () => ({
    partition: chance.upTo(model.partitions.length),
    key: Buffer.from(chance.oneOf(KEYS)),
    value: Buffer.from('value'),
    timestampMs: clocks.logMs,
  }));
  await log.append(of.topic, records);
}

/** A lease of the last few, which may have ended long ago. */
function lately({ chance, handed }: World): Handed | undefined {
  return chance.oneOf(handed.slice(-4));
}

async function commitStep(world: World): Promise<void> {
  const { chance, hosts, model, table } = world;
  const handed = lately(world);
  if (handed === undefined) return;
  const commit = () => refusalOf(chance.oneOf(hosts).commit(of, handed.lease, undefined, never));
  if (chance.random() < 0.2) {
    table.faults.writeTogether = ['lost'];
    const told = await commit();
    say(world, 'commit, its answer lost', String(told));
  }
  table.faults.writeTogether = [];
  const told = await commit();
  say(world, 'commit', `${JSON.stringify([...handed.partitions])} ${String(told)}`);
  same(told, model.commit(handed), 'a commit');
}

function someOffsets({ chance }: World, { partitions }: Handed): Map<number, number> {
  const partition = chance.random() < 0.95 ? chance.oneOf([...partitions.keys()]) : 0;
  const { from, next } = partitions.get(partition) ?? { from: 0, next: 1 };
  return new Map([[partition, Math.max(0, from - 1 + chance.upTo(next - from + 3))]]);
}

/** Twice in a row, so that the second may be behind the first. */
async function commitPartStep(world: World): Promise<void> {
  const { chance, hosts, model } = world;
  const handed = chance.random() < 0.5 ? world.handed.at(-1) : lately(world);
  if (handed === undefined) return;
  for (const offsets of [someOffsets(world, handed), someOffsets(world, handed)]) {
    const committing = chance.oneOf(hosts).commit(of, handed.lease, offsets, never);
    const told = await refusalOf(committing);
    say(world, 'commit of a part', `${JSON.stringify([...offsets])} ${String(told)}`);
    same(told, model.commit(handed, offsets), 'a commit of a part');
    if (told === undefined) checkCommitted(model, await committing);
  }
}

function checkCommitted(model: Model, { partitions }: Committed): void {
  for (const { partition, committed } of partitions)
    same(committed, model.of(partition).committed, 'an offset went back');
}

async function renewStep(world: World): Promise<void> {
  const handed = lately(world);
  if (handed === undefined) return;
  const leaseMs = 1000 * (1 + world.chance.upTo(20));
  const told = await refusalOf(world.chance.oneOf(world.hosts).renew(of, handed.lease, leaseMs, never));
  say(world, 'renew', String(told));
  same(told, world.model.renew(handed, leaseMs), 'a renewal');
}

async function releaseStep(world: World): Promise<void> {
  const { chance } = world;
  const handed = lately(world);
  if (handed === undefined) return;
  const offsets = chance.random() < 0.5 ? someOffsets(world, handed) : undefined;
  const delayMs = chance.random() < 0.5 ? 0 : 1000 * chance.upTo(10);
  const told = await refusalOf(
    chance.oneOf(world.hosts).release(of, handed.lease, { offsets, delayMs }, never),
  );
  say(world, 'release', `${JSON.stringify([...(offsets ?? [])])} ${delayMs} ${String(told)}`);
  same(told, world.model.release(handed, offsets, delayMs), 'a release');
}

/** Members that crash do nothing: time passes, and what they held comes again. */
function expireStep(world: World): Promise<void> {
  const passedMs = world.chance.upTo(30_000);
  say(world, 'time passes', String(passedMs));
  world.table.nowMs += passedMs;
  world.model.nowMs += passedMs;
  world.clocks.hostMs += passedMs;
  return Promise.resolve();
}

function ageStep(world: World): Promise<void> {
  say(world, 'retention');
  world.clocks.logMs += world.chance.upTo(2 * RETENTION_MS);
  return Promise.resolve();
}

function compactStep(world: World): Promise<void> {
  say(world, 'compaction');
  world.log.compact(of.topic);
  return Promise.resolve();
}

function growStep(world: World): Promise<void> {
  const { model, log, clocks } = world;
  if (model.partitions.length === 6) return Promise.resolve();
  say(world, 'new partition');
  model.grow(model.partitions.length + 1);
  log.addPartitions(of.topic, model.partitions.length);
  // Until the metadata is a second old the app does not know it.
  clocks.hostMs += 2000;
  return Promise.resolve();
}

async function anewStep(world: World): Promise<void> {
  say(world, 'topic made anew');
  world.log.deleteTopic(of.topic);
  await createTopic(world.log, world.model.partitions.length);
  world.model.loosen();
}

async function resetStep(world: World): Promise<void> {
  const { chance, model, log, hosts } = world;
  const truth = await truthOf(log);
  const force = chance.random() < 0.5;
  const to = someReset(world, truth);
  const targets = new Map(
    truth.flatMap((each, partition): [number, number][] => {
      const target = targetOf(to, each, partition, model);
      return target === undefined ? [] : [[partition, target]];
    }),
  );
  const told = await refusalOf(chance.oneOf(hosts).reset({ ...of, to, force, dryRun: false }, never));
  say(world, 'reset', `${force} ${String(told)}`);
  say(world, `reset to ${to.at}`, JSON.stringify([...targets]));
  same(told, model.reset(targets, force), 'a reset');
}

function someReset(world: World, truth: readonly Truth[]): ResetTo {
  const { chance } = world;
  const offsets = new Map(
    truth
      .map(({ earliest, end }, partition) => [partition, earliest + chance.upTo(end - earliest + 1)] as const)
      .filter(([partition]) => partition === 0 || chance.random() < 0.5),
  );
  return chance.oneOf<ResetTo>([
    { at: 'earliest' },
    { at: 'latest' },
    { at: 'timestamp', timestampMs: someTimeMs(world) },
    { at: 'offsets', offsets },
    { at: 'shift', by: chance.upTo(20) - 10 },
  ]);
}

/** Undefined: the partition stays where it is. */
function targetOf(to: ResetTo, log: Truth, partition: number, model: Model): number | undefined {
  switch (to.at) {
    case 'offsets':
      return to.offsets.get(partition);
    case 'shift': {
      const shifted = (model.of(partition).committed ?? log.earliest) + to.by;
      return Math.min(Math.max(shifted, log.earliest), log.end);
    }
    case 'timestamp':
      return offsetAt(log, to);
    case 'earliest':
    case 'latest':
      return offsetAt(log, to.at);
    default:
      throw new Error(`not drawn: ${to.at}`);
  }
}

/** A fetch that storage fails: its write may have gone through, and then its records are leased to nobody for a while. */
async function failStep(world: World): Promise<void> {
  const { chance, hosts, model, table } = world;
  const { request } = fetchRequest(world, someStart(world));
  const fault = chance.oneOf(['down', 'lost'] as const);
  if (!model.exists) return;
  say(world, `storage ${fault}`);
  table.faults.writeTogether = [fault];
  const told = await refusalOf(hosts[0].fetch({ ...request, maxDeliveries: 0 }, ends));
  ok([undefined, 'storage-unavailable', 'group-ahead-of-log'].includes(told), told);
  table.faults.writeTogether = [];
  if (fault === 'down') return;
  model.loosen();
  table.nowMs += request.leaseMs + 1000;
  model.nowMs += request.leaseMs + 1000;
}

/** At the end every record that is left is handed out and committed. */
async function drain(world: World): Promise<void> {
  const { model, table, hosts, log, clocks, met } = world;
  clocks.hostMs += 2000;
  const ahead = (await truthOf(log)).some(
    (truth, partition) => (model.positionOf(partition) ?? 0) > truth.end,
  );
  if (ahead || !model.exists) return;
  table.nowMs += 60_000;
  model.nowMs += 60_000;
  const partitions = model.partitions.map((_, partition) => partition);
  for (let turns = 0; ; turns += 1) {
    ok(turns < 10_000, 'there is no end');
    const asked = {
      partitions,
      count: 1000,
      maxBytes: 1e6,
      leaseMs: 20_000,
      maxDeliveries: world.maxDeliveries,
      isAlone: true,
    };
    const request = { ...of, ...asked, partitions: undefined, start: undefined, waitMs: 0 };
    const answer = await world.chance.oneOf(hosts).fetch(request, ends);
    const truth = await truthOf(log);
    model.passedOver(answer, asked, truth);
    const handed = model.fetched(answer, asked, truth);
    if (handed === undefined) break;
    same(await refusalOf(hosts[0].commit(of, handed.lease, undefined, never)), model.commit(handed));
  }
  met.set('drained', (met.get('drained') ?? 0) + 1);
}
