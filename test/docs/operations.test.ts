import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readTemplates } from '../infra/template.ts';
import { readPage, root } from './pages.ts';

const { text } = readPage('docs/operations.md');

/** The cells of the tables that follow `heading`, without the row of dashes. */
function rowsUnder(heading: string): string[][] {
  const [, section = ''] = text.split(`\n## ${heading}\n`);
  return (section.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => /^\| [^-].*\|$/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** Names of the rules that look into the logs. */
function alertRules(): string[] {
  const template = readTemplates().get('alerts.bicep')?.text ?? '';
  const rules = /var rules = \[([^]*?)^\]/m.exec(template)?.[1] ?? '';
  return [...rules.matchAll(/^ {4}name: '([\w-]+)'/gm)].map(([, name = '']) => name);
}

test('every alert of infra/ has a heading that says what to do, and no other', () => {
  const templates = readTemplates();
  const named = alertRules();
  const others = [...templates.values()].flatMap(({ text: template }) => [
    ...[...template.matchAll(/name: '([\w-]+)'[^}]*\}[^}]*endpointType: 'MonitorAlert'/g)].map(
      ([, name]) => name,
    ),
    ...(template.includes('res/consumption/budget:') ? ['budget'] : []),
  ]);
  const [, section = ''] = text.split('\n## Alerts\n');
  const headings = [...(section.split('\n## ')[0] ?? '').matchAll(/^### (.+)$/gm)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(3);
  expect(headings.sort()).toEqual([...named, ...others].sort());
});

describe('The table of metrics', () => {
  const sources = readdirSync(join(root, 'shared'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(root, 'shared', file), 'utf8'))
    .filter((source) => source.includes('metrics.getMeter('));
  const namesIn = (source: string) => {
    const whole = [...source.matchAll(/'(kafka_rest\.[a-z_.]+)'/g)].map(([, name = '']) => name);
    const prefix = /`(kafka_rest\.[a-z_.]+)\$\{name\}`/.exec(source)?.[1];
    const ends =
      prefix === undefined ? [] : [...source.matchAll(/\bcounter\('(\w+)'/g)].map(([, end]) => end);
    return [...whole, ...ends.map((end) => `${prefix}${end}`)];
  };

  test('has every metric, and no other', () => {
    const listed = rowsUnder('Metrics').map(([name = '']) => name.replaceAll('`', ''));
    expect(listed.slice(1).sort()).toEqual(sources.flatMap(namesIn).sort());
  });

  test('is held against every source of metrics', () => {
    expect(sources.map((source) => namesIn(source).length)).not.toContain(0);
  });
});

test('the costs are what the parameters make of the counts', () => {
  const rows = rowsUnder('What it costs');
  const parameter = (name: string) => Number(rows.find(([cell]) => cell === name)?.[1]);
  const days = parameter('days of a month');
  const costs = rows.filter((cells) => cells.length === 5 && cells[0] !== 'a month of');
  expect(costs.length).toBeGreaterThan(4);
  for (const [what, seconds, calls, tableCalls, dollars] of costs) {
    const computed =
      what === 'the network, whatever is done'
        ? days * 24 * parameter('dollars per hour of NAT gateway and address')
        : what === 'the alert rules over logs, whatever is done'
          ? alertRules().length * parameter('dollars per alert rule and month')
          : Number(seconds) * parameter('GB of an instance') * parameter('dollars per GB-second') +
            (Number(calls) / 1e6) * parameter('dollars per million calls') +
            (Number(tableCalls) / 1e4) * parameter('dollars per 10,000 calls of a table');
    expect([what, dollars]).toEqual([what, computed.toFixed(2)]);
    if (what?.includes('all day') === true) expect(Number(seconds)).toBe(days * 86_400);
  }
});
