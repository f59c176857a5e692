import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import { type RunningApp, startRunningApp } from '../support/running-app.ts';

let azurite: Azurite;
let app: RunningApp;

beforeAll(async () => {
  azurite = await startAzurite();
  app = await startRunningApp({ settings: { KafkaStorage: azurite.connectionString } });
}, 60_000);
afterAll(async () => {
  await app.close();
  await azurite.stop();
});

const page = readFileSync(join(import.meta.dirname, '../../docs/groups.md'), 'utf8');
const [, loop = ''] = /```js\n([^]*?)```/.exec(page) ?? [];

class Over extends Error {}

test('the loop of docs/groups.md drains a topic through two instances, each record once', async () => {
  const { log } = app.standIns.kafkaRest;
  await log.createTopic({ name: 'orders', partitionCount: 3 });
  const records = Array.from({ length: 300 }, (_, index) => ({
    partition: index % 3,
    key: null,
    value: Buffer.from(String(index)),
    timestampMs: Date.now(),
  }));
  await log.append('orders', records);
  const other = await app.startAnother();
  const seen: string[] = [];
  // The page's own text is what runs: what it leaves open is given to it by name.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const consume = new Function('url', 'headers', 'handle', 'pause', `return (async () => {${loop}})()`) as (
    url: string,
    headers: Record<string, string>,
    handle: (record: { value: string }) => void,
    pause: (answer: Response) => Promise<void>,
  ) => Promise<void>;
  const run = (url: string) =>
    consume(
      url,
      { 'content-type': 'application/json' },
      ({ value }) => {
        seen.push(value);
        if (seen.length >= records.length) throw new Over();
      },
      async (answer) => {
        throw new Error(await answer.text());
      },
    ).catch((error: unknown) => {
      if (!(error instanceof Over)) throw error;
    });
  expect(loop).toContain('/fetch');
  await Promise.race([run(app.url), run(`${other.url}/api`)]);
  expect(seen.sort((a, b) => Number(a) - Number(b))).toEqual(records.map(({ value }) => value.toString()));
});
