import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:https';
import { request as openRequest } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { HttpRequest, InvocationContext } from '@azure/functions';
import { produceRecords } from '../../functions/http/produce-records.ts';
import { startStandIns } from '../../local/stand-ins.ts';
import { createDependencies, type Dependencies } from '../../shared/dependencies.ts';
import { handle } from '../../shared/http/handle.ts';
import { startHost } from './host.ts';
import { byHand, LINE_BYTES, linesOf } from './lines.ts';
import { median } from './load.ts';
import { type Proxy, startProxy } from './proxy.ts';
import { bareAxios, trustProxy } from './subjects.ts';
import { peakOf } from './peak.ts';

/**
 * Streams of lines of 1 KB, at the handler and through the local host, beside a hand-written client that cuts the same
 * body into the same chunks and checks nothing: medians of interleaved rounds, as ratios of the same run, and the
 * largest resident set of the process that holds the app. `node bench/produce/streams.ts [MB at the handler] [MB through the host]`.
 */

const ROUNDS = 3;
const [handlerMegabytes = 1000, hostMegabytes = 90] = process.argv.slice(2).map(Number);

/** Sends so many lines; resolves when all were accepted, else rejects. */
type Upload = (count: number) => Promise<void>;

function refuseUnlessAll(status: number | undefined, receipts: string, count: number): void {
  const last = /\{"done":true.*"accepted":(\d+)\}\n$/.exec(receipts);
  if (Number(last?.[1]) !== count) {
    throw new Error(`${count} lines: answered ${status ?? 'nothing'}: ${receipts.slice(-500)}`);
  }
}

/** With connections of its own: the proxy closes those that were idle for a round. */
function withAxios(proxy: Proxy): Upload {
  return async (count) => {
    const agent = new Agent({ keepAlive: true });
    await byHand(linesOf(count), bareAxios(proxy, agent)).finally(() => {
      agent.destroy();
    });
  };
}

function atHandler(dependencies: Dependencies): Upload {
  const handler = handle((request, call) => produceRecords(request, dependencies, call));
  return async (count) => {
    const nativeRequest = new Request('http://localhost:7071/api/topics/bench/records', {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: ReadableStream.from(linesOf(count)),
      duplex: 'half',
    });
    // As the library makes it in streaming mode; its type leaves this member out.
    const init = { nativeRequest, params: { topic: 'bench' } } as unknown as ConstructorParameters<
      typeof HttpRequest
    >[0];
    const answer = await handler(
      new HttpRequest(init),
      new InvocationContext({ logHandler: () => undefined }),
    );
    const { status, body } = answer as { status?: number; body?: Buffer };
    refuseUnlessAll(status, String(body), count);
  };
}

function throughHost(url: string): Upload {
  return (count) =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/x-ndjson' };
      const sent = openRequest(`${url}/api/topics/bench/records`, { method: 'POST', headers }, (answer) => {
        text(answer)
          .then((receipts) => {
            refuseUnlessAll(answer.statusCode, receipts, count);
            resolve();
          })
          .catch(reject);
      });
      pipeline(Readable.from(linesOf(count)), sent, (error) => {
        if (error) reject(error);
      });
    });
}

interface Round {
  readonly megabytesPerSecond: number;
  readonly peakMegabytes: number;
}

async function measure(upload: Upload, megabytes: number, streams: number, pid: number): Promise<Round> {
  const lines = Math.ceil((megabytes * 1e6) / LINE_BYTES / streams);
  const begin = performance.now();
  const peakMegabytes = await peakOf(pid, Promise.all(Array.from({ length: streams }, () => upload(lines))));
  const seconds = (performance.now() - begin) / 1000;
  return { megabytesPerSecond: (lines * streams * LINE_BYTES) / 1e6 / seconds, peakMegabytes };
}

interface Case {
  readonly name: string;
  readonly megabytes: number;
  readonly streams: number;
  readonly app: Upload;
  /** Of the process that holds the app. */
  readonly pid: number;
}

async function compare({ name, megabytes, streams, app, pid }: Case, hand: Upload): Promise<void> {
  await Promise.all([hand(1000), app(1000)]);
  const rounds = { hand: [] as Round[], app: [] as Round[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.hand.push(await measure(hand, megabytes, streams, process.pid));
    rounds.app.push(await measure(app, megabytes, streams, pid));
  }
  const speed = (of: readonly Round[]) => median(of.map(({ megabytesPerSecond }) => megabytesPerSecond));
  const peak = (of: readonly Round[]) =>
    Math.round(Math.max(...of.map(({ peakMegabytes }) => peakMegabytes)));
  const cells = [
    `${name}, ${megabytes} MB`,
    speed(rounds.hand).toFixed(1),
    speed(rounds.app).toFixed(1),
    `${(speed(rounds.app) / speed(rounds.hand)).toFixed(2)} ×`,
    `${peak(rounds.hand)} / ${peak(rounds.app)}`,
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
const standIns = await startStandIns({ folder });
const proxy = await startProxy({});
await trustProxy(standIns, proxy);
const host = await startHost(folder, standIns, proxy);
try {
  const hand = withAxios(proxy);
  const handler = atHandler(createDependencies({ ...standIns.environment, KAFKA_REST_URL: proxy.url }));
  console.log(
    `${cpus().length} × ${cpus()[0]?.model ?? ''}, Node ${process.version}, medians of ${ROUNDS} rounds\n`,
  );
  console.log('| load | by hand, MB/s | app, MB/s | ratio | peak RSS, MB, by hand / app |');
  console.log('|---|---|---|---|---|');
  const own = { app: handler, pid: process.pid };
  await compare({ name: '1 stream at the handler', megabytes: handlerMegabytes, streams: 1, ...own }, hand);
  const hosted = { app: throughHost(host.url), pid: host.pid, megabytes: hostMegabytes };
  await compare({ name: '1 stream through the local host', streams: 1, ...hosted }, hand);
  await compare({ name: '16 streams through the local host', streams: 16, ...hosted }, hand);
} finally {
  await host.stop();
  await proxy.close();
  await standIns.close();
  await rm(folder, { recursive: true });
}
