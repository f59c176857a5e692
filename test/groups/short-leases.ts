import { ok } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { MemoryLog } from '../../local/kafka-rest/memory-log.ts';
import type { Groups } from '../../shared/consuming/groups/groups.ts';
import { AppError } from '../../shared/errors.ts';
import type { Table } from '../../shared/storage/table.ts';
import { createExchange, createHost } from './hosts.ts';
import { type Chance, chanceOf } from './seeded.ts';

const LEASE_MS = 1000;
const RECORDS = 30;
const PARTITIONS = 3;
const MEMBERS = 4;
const APART_MS = 30_000;
const never = new AbortController().signal;
const ends = { deadline: () => AbortSignal.timeout(30_000), closed: never };

interface World {
  readonly of: { readonly group: string; readonly topic: string };
  readonly chance: Chance;
  /** Record → from when on it may be handed out again, by the monotonic clock; Infinity: it is committed. */
  readonly freeAtMs: Map<string, number>;
  readonly committedAtMs: Map<string, number>;
}

/**
 * Members of one group on two hosts and a real table, whose leases end while they work: some crash, some commit a part,
 * some give records back. Here time is real, so that only what holds at any speed is checked: a record is not handed out
 * within a lease, nor after it was committed, a live lease is not refused, and in the end all are committed.
 */
export async function runShortLeases(seed: number, table: Table): Promise<void> {
  const chance = chanceOf(seed);
  const of = { group: `short-${seed}`, topic: 'orders' };
  const log = new MemoryLog();
  await log.createTopic({ name: of.topic, partitionCount: PARTITIONS });
  const record = { key: null, value: Buffer.from('value'), timestampMs: Date.now() };
  await log.append(
    of.topic,
    Array.from({ length: RECORDS }, (_, index) => ({ ...record, partition: index % PARTITIONS })),
  );
  const exchange = await createExchange(log, chance.random);
  const host = (apartMs: number) =>
    createHost({
      exchange,
      table,
      random: chance.random,
      nowMs: () => performance.now() + apartMs,
      file: () => undefined,
    });
  const hosts = [host(0), host(APART_MS)] as const;
  const world = { of, chance, freeAtMs: new Map<string, number>(), committedAtMs: new Map<string, number>() };
  try {
    await Promise.all(
      Array.from({ length: MEMBERS }, (_, member) => runMember(world, hosts[member % 2 === 0 ? 0 : 1])),
    );
    ok(world.committedAtMs.size === RECORDS, `${world.committedAtMs.size} of ${RECORDS} records committed`);
  } catch (error) {
    throw new Error(`seed ${seed}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`, {
      cause: error,
    });
  }
}

async function runMember(world: World, groups: Groups): Promise<void> {
  const { of, chance, committedAtMs } = world;
  const endMs = performance.now() + 60_000;
  while (committedAtMs.size < RECORDS) {
    ok(performance.now() < endMs, 'there is no end');
    const startedMs = performance.now();
    const request = {
      ...of,
      count: 1 + chance.upTo(8),
      maxBytes: 1e6,
      waitMs: 0,
      leaseMs: LEASE_MS,
      maxDeliveries: 0,
    };
    const { records, lease } = await groups.fetch(
      { ...request, partitions: undefined, start: undefined },
      ends,
    );
    const names = records.map(({ json }) => nameOf(json.toString()));
    for (const name of names) handOut(world, name, startedMs);
    if (lease === null) await sleep(200);
    else await goOn(world, groups, lease, names, startedMs);
  }
}

function nameOf(text: string): string {
  const { partition, offset } = JSON.parse(text) as { partition: number; offset: number };
  return `${partition}/${offset}`;
}

function handOut({ freeAtMs, committedAtMs }: World, name: string, startedMs: number): void {
  // Of an answer that was long on its way others may know more already.
  ok((committedAtMs.get(name) ?? Infinity) > startedMs, `${name} was handed out after it was committed`);
  ok((freeAtMs.get(name) ?? 0) <= performance.now(), `${name} was handed out twice within a lease`);
  // The lease was written after the fetch began, so it lasts at least until then.
  freeAtMs.set(name, startedMs + LEASE_MS);
}

async function goOn(
  world: World,
  groups: Groups,
  lease: string,
  names: readonly string[],
  startedMs: number,
): Promise<void> {
  const { of, chance, freeAtMs } = world;
  const what = chance.random();
  if (what < 0.2) return;
  if (what < 0.35) await sleep(chance.upTo(2 * LEASE_MS));
  try {
    if (what < 0.5) {
      for (const name of names) freeAtMs.set(name, 0);
      await groups.release(of, lease, {}, never);
    } else if (what < 0.65) {
      const [partition = 0, offset = 0] = chance.oneOf(names).split('/').map(Number);
      await groups.commit(of, lease, new Map([[partition, offset + 1]]), never);
      const isDone = (name: string) =>
        name.startsWith(`${partition}/`) && Number(name.split('/')[1]) <= offset;
      for (const name of names.filter(isDone)) settle(world, name);
    } else {
      await groups.commit(of, lease, undefined, never);
      for (const name of names) settle(world, name);
    }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'lease-expired') throw error;
    ok(performance.now() - startedMs >= LEASE_MS, 'a live lease was refused');
  }
}

function settle({ committedAtMs }: World, name: string): void {
  committedAtMs.set(name, performance.now());
}
