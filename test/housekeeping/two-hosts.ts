import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAzurite } from '../../local/azurite.ts';
import { buildAppFolder } from '../../local/build.ts';
import { startFunctionHost } from '../../local/function-host.ts';
import { startStandIns } from '../../local/stand-ins.ts';
import { clusterKeyOf } from '../../shared/cluster-key.ts';
import { createTable } from '../../shared/storage/table.ts';
import type { Tally } from '../seed/tally.ts';

const TICKS = 3;
const DEADLINE_MS = 120_000;

/** Two hosts of the built app on one storage account, each with a timer of its own: one run for each tick. */
export async function twoHosts(tally: Tally): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'two-hosts-'));
  await buildAppFolder(folder);
  const [azurite, standIns] = await Promise.all([startAzurite(), startStandIns({ folder })]);
  const environment = {
    ...standIns.environment,
    AzureWebJobsStorage: azurite.connectionString,
    KAFKA_HOUSEKEEPING_SCHEDULE: '*/5 * * * * *',
  };
  let printed = '';
  const print = (text: string) => {
    printed += text;
  };
  const start = () => startFunctionHost({ kind: 'local', appFolder: folder, port: 0, environment, print });
  const hosts = [await start(), await start()];
  try {
    await tally.check('two hosts on one storage account run once for each tick', async () => {
      const table = openTable(azurite.connectionString);
      const partitionKey = clusterKeyOf(new URL(standIns.kafkaRest.url).host);
      const ticks = await ticksOf(table, partitionKey);
      assert.equal(new Set(ticks).size, ticks.length, `a tick was served twice: ${ticks.join(' ')}`);
      assert.match(printed, /another instance serve[sd] this tick/);
      console.log(`${ticks.length} runs, each for a tick of its own: ${ticks.join(' ')}`);
    });
  } finally {
    await Promise.all(hosts.map((host) => host.stop()));
    await Promise.all([azurite.stop(), standIns.close()]);
    await rm(folder, { recursive: true });
  }
}

function openTable(text: string) {
  return createTable({
    connection: { kind: 'connection-string', text, plainHttp: true },
    name: 'kafkaHousekeeping',
    credential: () => {
      throw new Error('a connection string needs none');
    },
  });
}

/** The ticks of all runs, once there are some. */
async function ticksOf(table: ReturnType<typeof openTable>, partitionKey: string): Promise<string[]> {
  for (const late = AbortSignal.timeout(DEADLINE_MS); ;) {
    assert.ok(!late.aborted, 'no run came');
    const { rows } = await table.list({ partitionKey, from: 'run.', before: 'run/' });
    if (rows.length >= TICKS) return rows.map(({ columns }) => columns['tick'] ?? '');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
