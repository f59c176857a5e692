/**
 * Server-sent events in a browser that nobody of this project wrote: `node test/browser/run.ts`. The page comes from
 * another origin than the app, as in production, through the app's CORS setting.
 */
import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { listen } from '../../local/stand-in/serve.ts';
import { startCuttingRelay } from '../support/cutting-relay.ts';
import { fill, inOrder, type Written, written } from '../support/written-topic.ts';
import { Tally } from '../seed/tally.ts';
import { browse, hasChromium } from './chromium.ts';
import { pageFor } from './page.ts';
import { startRunningApp } from './running-app.ts';

const NAME = 'an EventSource in Chromium';
const DEADLINE_MS = 60_000;
const topic = 'records';

interface Seen {
  readonly kind: 'open' | 'record' | 'lost' | 'refused';
  readonly record?: Written;
}

const tally = new Tally('browser');
if (hasChromium) await checkBrowser();
else tally.skip(`${NAME} (/usr/bin/chromium is not there)`);
process.exitCode = tally.end();

async function checkBrowser(): Promise<void> {
  const seen: Seen[] = [];
  let streamUrl = '';
  const pages = await listen((request, response) => {
    if (request.method !== 'POST') {
      response.writeHead(200, { 'content-type': 'text/html' }).end(pageFor(streamUrl));
      return;
    }
    void text(request).then((body) => {
      seen.push(JSON.parse(body) as Seen);
      response.writeHead(204).end();
    });
  });
  const app = await startRunningApp(pages.url);
  const relay = await startCuttingRelay(app.url);
  streamUrl = `${relay.url}/topics/${topic}/records`;
  const { log } = app.standIns.kafkaRest;
  await log.createTopic({ name: topic, partitionCount: 2 });
  await fill(log, topic, [3, 2]);

  const records = () => seen.flatMap(({ record }) => (record === undefined ? [] : [record]));
  const until = async (isSo: () => boolean, what: string) => {
    for (const endMs = Date.now() + DEADLINE_MS; !isSo(); await new Promise((go) => setTimeout(go, 20))) {
      assert.ok(Date.now() < endMs, `${what} did not come; seen: ${seen.map(({ kind }) => kind).join(', ')}`);
    }
  };
  const untilAll = async () => {
    const all = await written(log, topic);
    await until(() => records().length >= all.length, `record ${all.length}`);
    assert.deepEqual(inOrder(records()), all);
  };

  await tally.check(
    `${NAME} sees each record once, though its connection is cut, from another origin`,
    async () => {
      const close = await browse(`${pages.url}/`);
      try {
        await untilAll();
        await fill(log, topic, [1, 1]);
        await untilAll();
        relay.cut();
        await fill(log, topic, [2, 0]);
        await untilAll();
        assert.ok(
          seen.some(({ kind }) => kind === 'lost'),
          'the cut was not seen',
        );
      } finally {
        await close();
      }
    },
  );

  await tally.check(`${NAME} is refused from an origin that CORS does not name`, async () => {
    seen.length = 0;
    const close = await browse(pages.url.replace('localhost', '127.0.0.1'));
    try {
      await until(() => seen.some(({ kind }) => kind === 'refused' || kind === 'lost'), 'a refusal');
      assert.deepEqual(records(), []);
    } finally {
      await close();
    }
  });

  await relay.close();
  await app.close();
  await pages.close();
}
