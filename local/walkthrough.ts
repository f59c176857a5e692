import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual, parseArgs } from 'node:util';

/**
 * Walks once through what the service's own sample does, against a running `npm start` (or the app behind `--url`,
 * with `--key`): create a topic, wait for it, produce, consume by NextOffset until caught up, look at the partitions.
 */

/** One of each kind that the proxy's documentation shows: text, integer, fraction, object, list, nested object. */
const records = [
  { key: 'order-1', value: 'plain text' },
  { partition: 0, value: 5 },
  { value: 3.14 },
  { value: { id: 1, name: 'an object' } },
  { value: [{ id: 1 }, { id: 2 }, { id: 3 }] },
  { value: { id: 1, server: { id: 2, disks: [{ id: 3 }, { id: 4 }] } } },
];

const VISIBLE_WITHIN_MS = 60_000;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

type Call = (method: string, path: string, body?: unknown) => Promise<Answer>;

function caller(url: string, key: string | undefined): Call {
  return async (method, path, body) => {
    console.log(`  ${method} ${url}/${path}`);
    const response = await fetch(`${url}/${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'x-functions-key': key }),
      },
      signal: AbortSignal.timeout(60_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    console.log(`  ${response.status} ${text}`);
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}`);
    return { status: response.status, headers: response.headers, body: JSON.parse(text) as Answer['body'] };
  };
}

async function walk(call: Call): Promise<void> {
  const topic = `walkthrough-${Date.now().toString(36)}`;
  step(`Create topic ${topic}`);
  const shape = { partitionCount: 1, replicationFactor: 1, topicProperties: { 'retention.ms': 604_800_000 } };
  const created = await call('PUT', `topics/${topic}`, shape);

  step('Wait until it is visible');
  if (created.status === 202) await untilVisible(call, topic);
  else console.log('  It is: the answer was no 202.');

  step(`Produce ${records.length} records`);
  await call('POST', `topics/${topic}/records`, { records });

  step('Consume two at a time until caught up');
  compare(await consume(call, topic));

  step('List the partitions');
  await call('GET', `topics/${topic}/partitions`);

  step('Describe partition 0');
  const { body } = await call('GET', `topics/${topic}/partitions/0`);
  if (body['endOffset'] !== records.length) throw new Error(`endOffset is not ${records.length}`);
  console.log(`\nAll ${records.length} records came back as they were sent.`);
}

async function untilVisible(call: Call, topic: string): Promise<void> {
  const end = Date.now() + VISIBLE_WITHIN_MS;
  for (;;) {
    const { body } = await call('GET', 'topics');
    if ((body['topics'] as string[]).includes(topic)) return;
    if (Date.now() > end) throw new Error(`${topic} is not visible after ${VISIBLE_WITHIN_MS / 1000} s`);
    await sleep(1000);
  }
}

async function consume(call: Call, topic: string): Promise<string[]> {
  const values: string[] = [];
  for (let offset = '0'; ;) {
    const page = await call('GET', `topics/${topic}/partitions/0/records?offset=${offset}&count=2`);
    const found = page.body['records'] as { value: string }[];
    const next = page.headers.get('nextoffset') ?? offset;
    values.push(...found.map(({ value }) => value));
    if (found.length === 0 || next === offset) return values;
    offset = next;
  }
}

/** A string comes back as that string, anything else as its JSON text. */
function compare(values: readonly string[]): void {
  const sent = records.map(({ value }) => (typeof value === 'string' ? value : JSON.stringify(value)));
  if (isDeepStrictEqual(values, sent)) return;
  throw new Error(
    `the records differ:\n  sent     ${sent.join('\n           ')}\n  received ${values.join('\n           ')}`,
  );
}

function step(title: string): void {
  console.log(`\n${title}`);
}

async function runningApp(): Promise<string> {
  const file = join(import.meta.dirname, '../.local/ports.json');
  const ports = await readFile(file, 'utf8').catch(() => {
    throw new Error('no app is running here: npm start, or give --url');
  });
  return `http://127.0.0.1:${(JSON.parse(ports) as { functions: number }).functions}/api`;
}

try {
  const { values } = parseArgs({ options: { url: { type: 'string' }, key: { type: 'string' } } });
  await walk(caller(values.url ?? (await runningApp()), values.key));
} catch (error) {
  console.error(`\nwalkthrough: ${error instanceof Error ? error.message : 'failed'}`);
  process.exitCode = 1;
}
