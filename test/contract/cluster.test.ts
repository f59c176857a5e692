import { it } from '@jest/globals';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { assume } from '../../local/kafka-rest/assumptions.ts';
import { parseAssumptions } from '../../local/kafka-rest/parse-assumptions.ts';
import { describeContract, type Opened } from './describe-contract.ts';

/**
 * The contract on a real cluster, with the app's own settings for it. It leaves some ten topics called contract-…
 * behind, because the proxy cannot delete any. `KAFKA_REST_ASSUME` (`name=value`, by commas) says where this proxy
 * is known to differ from the assumptions' defaults.
 */
const url = process.env['KAFKA_REST_URL'];
const visibleWithinMs = 120_000;

if (url === undefined) it.skip('the contract on a real cluster: KAFKA_REST_URL is not set', () => undefined);
else {
  const can = { refusedTokens: false, ownClock: false };
  describeContract('a real cluster', can, () => openCluster(url), 2 * visibleWithinMs);
}

async function openCluster(cluster: string): Promise<Opened> {
  const assumed = process.env['KAFKA_REST_ASSUME'];
  const values = assume(assumed === undefined ? {} : parseAssumptions(assumed.split(',')));
  return {
    close: () => Promise.resolve(),
    target: {
      url: cluster.replace(/\/$/, ''),
      token: await newToken(),
      assumed: (name) => values[name],
      pass: (ms) => sleep(ms),
      visibleWithinMs,
    },
  };
}

async function newToken(): Promise<string> {
  const { AZURE_AUTHORITY_HOST: host = 'https://login.microsoftonline.com', ...env } = process.env;
  const answer = await fetch(
    `${host.replace(/\/$/, '')}/${setting('KAFKA_REST_TENANT_ID')}/oauth2/v2.0/token`,
    {
      method: 'POST',
      body: new URLSearchParams({
        client_id: setting('KAFKA_REST_CLIENT_ID'),
        client_secret: setting('KAFKA_REST_CLIENT_SECRET'),
        grant_type: 'client_credentials',
        scope: env['KAFKA_REST_SCOPE'] ?? 'https://hib.azurehdinsight.net/.default',
      }),
      signal: AbortSignal.timeout(10_000),
    },
  );
  assert.equal(answer.status, 200, 'Entra gave no token');
  return ((await answer.json()) as { access_token: string }).access_token;
}

function setting(name: string): string {
  return process.env[name] ?? assert.fail(`the contract on a real cluster needs ${name}`);
}
