import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { buildAppFolder } from '../../../local/build.ts';
import { createCertificateAuthority } from '../../../local/certificates.ts';
import { type FunctionHost, startFunctionHost } from '../../../local/function-host.ts';
import { type StandIns, startStandIns } from '../../../local/stand-ins.ts';
import { type Envelope, type Ingestion, startIngestion } from './ingestion.ts';

const preload = join(import.meta.dirname, '../../fixtures/in-memory-metrics.mjs');
let folder: string;
let standIns: StandIns;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kafka-rest-functions-'));
  [standIns] = await Promise.all([startStandIns({ folder }), buildAppFolder(folder)]);
}, 60_000);
afterAll(async () => {
  await standIns.close();
  await rm(folder, { recursive: true });
});

/** The built app in a host; what it prints is added to `printed`. */
function startHost(environment: Readonly<Record<string, string>>, printed: string[]): Promise<FunctionHost> {
  return startFunctionHost({
    kind: 'local',
    appFolder: folder,
    port: 0,
    // Statistics of the exporter's maker, which would look for the metadata address.
    environment: { ...standIns.environment, APPLICATION_INSIGHTS_NO_STATSBEAT: '1', ...environment },
    print: (text) => printed.push(text),
  });
}

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

async function callReady(host: FunctionHost): Promise<number> {
  const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
  const answer = await fetch(`${host.url}/api/health/ready`, { headers });
  await answer.text();
  return answer.status;
}

test('metrics of the built app can be read through an in-memory exporter', async () => {
  const printed: string[] = [];
  const options = `--import ${pathToFileURL(preload).href}`;
  const host = await startHost({ NODE_OPTIONS: options }, printed);
  expect(await callReady(host)).toBe(200);
  const seen = () => printed.join('').includes('"name":"kafka_rest.token.fetches"');
  for (let turn = 0; turn < 500 && !seen(); turn += 1) await sleep(10);
  await host.stop();
  const last = printed.join('').split('metrics: ').at(-1)?.split('\n')[0] ?? '';
  const mode = 'secret';
  expect(JSON.parse(last)).toEqual(
    expect.arrayContaining([
      { name: 'kafka_rest.token.fetches', points: [{ attributes: { mode, outcome: 'ok' }, value: 1 }] },
      { name: 'kafka_rest.secret.reads', points: [{ attributes: { mode, outcome: 'ok' }, value: 1 }] },
      {
        name: 'kafka_rest.token.age',
        points: [{ attributes: { mode }, value: expect.any(Number) as unknown }],
      },
    ]),
  );
});

describe('with a connection string', () => {
  let ingestion: Ingestion;
  const printed: string[] = [];

  beforeAll(async () => {
    const authority = await createCertificateAuthority();
    // A second CA beside that of the stand-ins: the host's process trusts both.
    const caFile = join(folder, 'both.pem');
    await writeFile(caFile, (await readFile(standIns.caFile, 'utf8')) + authority.certificate);
    ingestion = await startIngestion(await authority.issue(['localhost']));
    const host = await startHost(
      {
        NODE_EXTRA_CA_CERTS: caFile,
        APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
        WEBSITE_SITE_NAME: 'orders-gateway',
      },
      printed,
    );
    expect(await callReady(host)).toBe(200);
    await host.stop();
  }, 60_000);
  afterAll(() => ingestion.close());

  const ofType = (type: string): readonly Envelope[] =>
    ingestion.received().filter(({ data }) => data.baseType === type);

  test('metrics leave the built app for Application Insights', () => {
    const metrics = ofType('MetricData').map(({ data }) => data.baseData);
    expect(metrics).toContainEqual(
      expect.objectContaining({
        metrics: [expect.objectContaining({ name: 'kafka_rest.token.fetches', value: 1 })],
        properties: { mode: 'secret', outcome: 'ok' },
      }),
    );
    expect(ofType('MetricData')[0]?.tags['ai.cloud.role']).toBe('orders-gateway');
  });

  test("calls of the proxy leave as dependencies within the caller's trace", () => {
    const [call] = ofType('RemoteDependencyData');
    expect(call?.data.baseData).toMatchObject({ name: 'kafka-rest status', success: true });
    expect(call?.tags['ai.operation.id']).toBe(traceId);
  });

  test('neither secret nor token leaves', () => {
    expect(ingestion.text()).not.toMatch(/eyJ[\w-]{10,}\./);
    expect(ingestion.text()).not.toContain(standIns.clientSecret);
  });
});

test('a connection string that is not valid is logged without its key, and the app serves', async () => {
  const printed: string[] = [];
  const connection = 'InstrumentationKey=hidden';
  const host = await startHost({ APPLICATIONINSIGHTS_CONNECTION_STRING: connection }, printed);
  expect(await callReady(host)).toBe(200);
  await host.stop();
  expect(printed.join('')).not.toContain('hidden');
});
