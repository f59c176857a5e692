/**
 * Runs the Python sample of the service's how-to, unchanged but for what its reader has to fill in, against the
 * stand-ins: `node test/seed/run.ts`. Nothing leaves the machine but what pip asks for, the first time.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkEnd, checkPartitions, checkRecords, checkRequests } from './checks.ts';
import type { SampleRecord } from './printed.ts';
import { type Ended, preparePython, run } from './python.ts';
import { completeSample, findSample } from './sample.ts';
import { type StandIns, startStandIns } from './stand-ins.ts';
import { Tally } from './tally.ts';

const here = import.meta.dirname;
const root = resolve(here, '../..');
const sampleTimeoutMs = 60_000;

const tally = new Tally('seed sample');
const sample = await findSample(resolve(root, '../shared/seed'));
if (sample === undefined) tally.skip('the sample runs against the stand-ins (../shared/seed is not there)');
else await tally.check('all of it could be checked', () => checkSample(sample));
process.exitCode = tally.end();

async function checkSample(program: string): Promise<void> {
  const python = await preparePython(join(root, '.local/seed-venv'), join(here, 'requirements.txt'));
  const expected = await expectedRecords(python, program);
  const standIns = await startStandIns();
  try {
    const ended = await runSample(python, program, standIns);
    await checkEnd(tally, ended, standIns);
    await checkRequests(tally, standIns);
    await checkRecords(tally, ended, expected, standIns);
    await checkPartitions(tally, ended, standIns);
  } finally {
    await standIns.close();
  }
}

async function expectedRecords(python: string, program: string): Promise<SampleRecord[]> {
  const script = join(here, 'expected-records.py');
  const { stdout } = await run(python, [script], { input: program, env: {}, timeoutMs: sampleTimeoutMs });
  return JSON.parse(stdout) as SampleRecord[];
}

async function runSample(python: string, program: string, standIns: StandIns): Promise<Ended> {
  const folder = await mkdtemp(join(tmpdir(), 'seed-sample-'));
  try {
    const authorityFile = join(folder, 'authority.pem');
    await writeFile(authorityFile, standIns.authority);
    const input = completeSample(program, standIns.properties, 0.1);
    const env = fencedEnvironment(standIns.proxy.url, authorityFile);
    return await run(python, ['-'], { input, env, timeoutMs: sampleTimeoutMs });
  } finally {
    await rm(folder, { recursive: true });
  }
}

// Nothing is inherited, so that no NO_PROXY and no other setting of the machine opens a second way out.
function fencedEnvironment(proxyUrl: string, authorityFile: string): NodeJS.ProcessEnv {
  return {
    HTTPS_PROXY: proxyUrl,
    HTTP_PROXY: proxyUrl,
    REQUESTS_CA_BUNDLE: authorityFile,
    PYTHONPATH: join(here, 'fence'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
}
