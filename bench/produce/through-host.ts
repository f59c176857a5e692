import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request as openRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startStandIns } from '../../local/stand-ins.ts';
import { startHost } from './host.ts';
import { closedLoop, type Measured, median, type ProduceOne } from './load.ts';
import { startProxy } from './proxy.ts';
import { bareAxios, bodyOf, trustProxy } from './subjects.ts';

/**
 * Produce through the local host, the genuine library in streaming mode, beside bare axios on the same proxy: medians of
 * interleaved rounds. 16 is what Flex Consumption lets into an instance at once by default.
 * `node bench/produce/through-host.ts [seconds of a round]`.
 */

const ROUNDS = 3;
const seconds = Number(process.argv[2] ?? 1.5);
const loads = [
  { callers: 1, records: 1 },
  { callers: 16, records: 1 },
  { callers: 64, records: 1 },
  { callers: 16, records: 100 },
];

function throughHost(url: string, agent: Agent, body: string): ProduceOne {
  const options = { method: 'POST', agent, headers: { 'content-type': 'application/json' } };
  return () =>
    new Promise<void>((resolve, reject) => {
      const sent = openRequest(`${url}/api/topics/bench/records`, options, (answer) => {
        text(answer).then((told) => {
          if (answer.statusCode === 200) resolve();
          else reject(new Error(`answered ${answer.statusCode ?? 0}: ${told}`));
        }, reject);
      });
      sent.once('error', reject).end(body);
    });
}

function row(
  name: string,
  subject: string,
  rounds: readonly Measured[],
  recordsPerSecond: number,
  ratio: string,
) {
  const of = (key: 'p50Ms' | 'p99Ms') => median(rounds.map((round) => round[key])).toFixed(1);
  console.log(
    `| ${[name, subject, recordsPerSecond.toFixed(0), ratio, `${of('p50Ms')} / ${of('p99Ms')}`].join(' | ')} |`,
  );
}

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
const standIns = await startStandIns({ folder });
const proxy = await startProxy({ latencyMs: 20 });
await trustProxy(standIns, proxy);
const host = await startHost(folder, standIns, proxy);
const agent = new Agent({ keepAlive: true });
try {
  console.log(
    `${cpus().length} × ${cpus()[0]?.model ?? ''}, Node ${process.version}, medians of ${ROUNDS} rounds\n`,
  );
  console.log('| load, proxy at 20 ms | subject | records/s | ratio | p50 / p99 ms |');
  console.log('|---|---|---|---|---|');
  for (const { callers, records } of loads) {
    const body = bodyOf(records);
    const hosted = throughHost(host.url, agent, body);
    const rounds = { axios: [] as Measured[], host: [] as Measured[] };
    await hosted();
    for (let round = 0; round < ROUNDS; round += 1) {
      // With connections of its own: the proxy closes those that were idle for a round.
      const httpsAgent = new HttpsAgent({ keepAlive: true });
      const post = bareAxios(proxy, httpsAgent);
      rounds.axios.push(await closedLoop(() => post(body), callers, seconds));
      httpsAgent.destroy();
      rounds.host.push(await closedLoop(hosted, callers, seconds));
    }
    const speed = (of: readonly Measured[]) => records * median(of.map(({ perSecond }) => perSecond));
    const name = `${callers} callers, ${records} record${records === 1 ? '' : 's'} each`;
    row(name, 'axios', rounds.axios, speed(rounds.axios), '');
    row(
      name,
      'local host',
      rounds.host,
      speed(rounds.host),
      `${(speed(rounds.host) / speed(rounds.axios)).toFixed(2)} ×`,
    );
  }
} finally {
  agent.destroy();
  await host.stop();
  await proxy.close();
  await standIns.close();
  await rm(folder, { recursive: true });
}
