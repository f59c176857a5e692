import { beforeAll, describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { importRoutes } from '../support/routes.ts';

const folder = join(import.meta.dirname, '../../functions');
const kebabCase = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

interface Row {
  readonly name: string;
  readonly methods: readonly string[];
  readonly route: string;
  readonly access: string;
}

let rows: Row[];
let registered: string[];
let timed: string[];
let queued: string[];
let raised: string[];

beforeAll(async () => {
  const imported = await importRoutes();
  rows = Object.entries(imported.routes).map(([name, row]) => ({ name, ...row }));
  ({ registered } = imported);
  timed = Object.keys(imported.timers);
  queued = Object.keys(imported.queues);
  raised = Object.keys(imported.events);
});

describe('the route table', () => {
  test('is registered whole, with unmatchedRoute beside it', () => {
    expect(registered).toEqual([
      ...rows.map(({ name }) => name),
      'unmatchedRoute',
      ...timed,
      ...queued,
      ...raised,
    ]);
  });

  test('has unmatchedRoute last in the order in which the host matches: by name, whatever its case', () => {
    const ordered = registered.map((name) => name.toLowerCase()).sort();
    expect(ordered.at(-1)).toBe('unmatchedroute');
    expect(new Set(ordered).size).toBe(ordered.length);
  });

  test('matches no path and verb by two rows', () => {
    const clashes = rows.flatMap((one, index) =>
      rows
        .slice(index + 1)
        .filter((other) => other.methods.some((method) => one.methods.includes(method)))
        .filter((other) => overlap(one.route, other.route))
        .map((other) => `${one.name} and ${other.name}`),
    );
    expect(clashes).toEqual([]);
  });

  test('has names in camelCase, each with its file in kebab case, and no file without a row', () => {
    expect(registered.every((name) => /^[a-z][A-Za-z]*$/.test(name))).toBe(true);
    const filesIn = (trigger: string) => readdirSync(join(folder, trigger)).sort();
    const filesOf = (names: string[]) => names.map((name) => `${kebabCase(name)}.ts`).sort();
    const called = registered.filter((name) => ![...timed, ...queued, ...raised].includes(name));
    expect(filesIn('http')).toEqual(filesOf(called));
    expect(filesIn('timer')).toEqual(filesOf(timed));
    expect(filesIn('queue')).toEqual(filesOf(queued));
    expect(filesIn('event-grid')).toEqual(filesOf(raised));
  });

  test('asks for a key everywhere but at live, and for the admin key to change topics, or groups from outside, and to see dead letters and subscriptions', () => {
    const having = (access: string) => rows.filter((row) => row.access === access).map(({ name }) => name);
    expect(having('open')).toEqual(['live']);
    expect(having('operator')).toEqual([
      'approveHousekeeping',
      'createTopic',
      'deleteDeadLetter',
      'deleteGroup',
      'deleteTopic',
      'describeDeadLetter',
      'listDeadLetters',
      'listSubscriptions',
      'pauseSubscription',
      'readDeadLetter',
      'replayDeadLetters',
      'resetGroup',
      'resumeSubscription',
      'revokeHousekeeping',
      'runHousekeeping',
    ]);
    expect(rows.every(({ access }) => ['open', 'data', 'operator'].includes(access))).toBe(true);
  });

  test('answers HEAD wherever it answers GET, but for records', () => {
    const without = rows.filter(({ methods }) => methods.includes('GET') && !methods.includes('HEAD'));
    expect(without.map(({ name }) => name)).toEqual(['readPartition', 'readTopic']);
  });
});

/** Whether some path fits both templates: parts are the same text, or a parameter on either side. */
function overlap(one: string, other: string): boolean {
  const [ones, others] = [one.toLowerCase().split('/'), other.toLowerCase().split('/')];
  return (
    ones.length === others.length &&
    ones.every(
      (part, index) => part === others[index] || part.startsWith('{') || others[index]?.startsWith('{'),
    )
  );
}
