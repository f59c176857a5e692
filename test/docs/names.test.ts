import { expect, test } from '@jest/globals';
import { settings } from '../../shared/settings.ts';
import { importRoutes } from '../support/routes.ts';
import { readPage, readPages } from './pages.ts';

const { text } = readPage('docs/guarantees.md');
const named = (pattern: RegExp, of = text) => [...new Set([...of.matchAll(pattern)].map(([, name]) => name))];

test('docs/guarantees.md says of every function what it promises', async () => {
  const { routes, timers, queues, events } = await importRoutes();
  const functions = Object.keys({ ...routes, ...timers, ...queues, ...events });
  expect(named(/`([a-z]+[A-Z]\w*|live|ready)`/g)).toEqual(expect.arrayContaining(functions));
});

test('no page names a route that there is not', async () => {
  const { routes } = await importRoutes();
  const known = Object.values<{ methods: readonly string[]; route: string }>(routes).flatMap(
    ({ methods, route }) =>
      methods.map((method) => new RegExp(`^${method} ${route.replaceAll(/\{\w+\}/g, '[^/]+')}$`)),
  );
  for (const page of readPages()) {
    const unknown = named(/`((?:GET|POST|PUT|DELETE) [a-z][^`?]*)(?:\?[^`]*)?`/g, page.text).filter(
      (call) => !known.some((pattern) => pattern.test(call ?? '')),
    );
    expect([page.file, unknown]).toEqual([page.file, []]);
  }
});

test('no page names a setting that there is not', () => {
  const known: string[] = Object.values<{ name: string }>(settings).map(({ name }) => name);
  for (const page of readPages()) {
    const unknown = named(/`((?:KAFKA|KEY_VAULT)_[A-Z_]+[A-Z])`/g, page.text).filter(
      (name) => !known.includes(name ?? ''),
    );
    expect([page.file, unknown]).toEqual([page.file, []]);
  }
});
