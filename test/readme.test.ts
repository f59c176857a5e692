import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { queueNameOf } from '../functions/queues.ts';
import { readConfig } from '../shared/config.ts';
import { problems } from '../shared/errors.ts';
import type { Setting } from '../shared/setting.ts';
import { settings } from '../shared/settings.ts';
import { importRoutes } from './support/routes.ts';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
// As a reader sees them: the width of columns means nothing.
const rows = readme
  .replaceAll(/ +/g, ' ')
  .split('\n')
  .filter((line) => line.startsWith('|'));

test('the README lists every function with its methods, route and access, and no other', async () => {
  const { routes } = await importRoutes();
  const listed = rows.filter((row) => /\| (open|data|operator) \|/.test(row));
  const expected = Object.entries(routes).map(
    ([name, { methods, route, access }]) => `| ${name} | ${methods.join(', ')} ${route} | ${access} |`,
  );
  expect(listed.map((row) => row.split('|').slice(0, 4).join('|').concat('|')).sort()).toEqual(
    expected.sort(),
  );
});

test('the README lists every timer with its schedule, and no other', async () => {
  const { timers } = await importRoutes();
  const listed = rows.filter((row) => /^\| \w+ \| timer /.test(row));
  const expected = Object.entries(timers).map(
    ([name, { schedule }]) => `| ${name} | timer \`${schedule}\` |`,
  );
  expect(listed.map((row) => row.split('|').slice(0, 3).join('|').concat('|'))).toEqual(expected);
});

test('the README lists every queue trigger with the queue that it has by default, and no other', async () => {
  const { queues } = await importRoutes();
  const listed = rows.filter((row) => /^\| \w+ \| queue /.test(row));
  const expected = Object.entries(queues).map(
    ([name, queue]) => `| ${name} | queue \`${queueNameOf(queue, {})}\` |`,
  );
  expect(listed.map((row) => row.split('|').slice(0, 3).join('|').concat('|'))).toEqual(expected);
});

test('the README lists every Event Grid trigger, and no other', async () => {
  const { events } = await importRoutes();
  const listed = rows.filter((row) => /^\| \w+ \| Event Grid /.test(row));
  expect(listed.map((row) => row.split('|')[1]?.trim())).toEqual(Object.keys(events));
});

test('the README lists every setting with its default and meaning, and no other of this app', () => {
  const listed = rows.filter((row) => row.startsWith('| `KAFKA_') || row.startsWith('| `KEY_'));
  const expected = Object.values<Setting<unknown>>(settings).map(
    ({ name, fallback, about }) => `| \`${name}\` | ${fallback ?? '**must be given**'} | ${about} |`,
  );
  expect(listed).toEqual(expected.map((row) => row.replaceAll(/ +/g, ' ')));
});

test('the README lists every problem', () => {
  const listed = rows.filter((row) => /^\| \d{3} \|/.test(row));
  const expected = Object.entries(problems).map(
    ([code, [status, title, retryable]]) =>
      `| ${status} | \`${code}\` | ${title} | ${retryable ? 'yes' : 'no'} |`,
  );
  expect(listed).toEqual(expected);
});

test('the sample settings are valid', () => {
  const text = readFileSync(join(root, 'local.settings.sample.json'), 'utf8');
  const { Values } = JSON.parse(text) as { Values: Record<string, string> };
  expect(readConfig(Values).restUrl.hostname).toBe('my-cluster-kafkarest.azurehdinsight.net');
});
