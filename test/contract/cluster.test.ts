import { it } from '@jest/globals';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { assume, type Assumptions } from '../../local/kafka-rest/assumptions.ts';
import { parseAssumptions } from '../../local/kafka-rest/parse-assumptions.ts';
import { describeContract } from './describe-contract.ts';
import { assumptionsFrom, findingsTable, probe } from './probe.ts';
import type { Target } from './promise.ts';

/**
 * The contract on a real cluster, with the app's own settings for it. First every assumption is probed, and what was
 * seen is printed as a table, as nobody documents it; then the contract is held against that. `KAFKA_REST_ASSUME`
 * (`name=value`, by commas) says what is known and needs no probing. Topics called contract-… stay behind, because
 * the proxy cannot delete any.
 */
const url = process.env['KAFKA_REST_URL'];
const assumed = process.env['KAFKA_REST_ASSUME'];
const visibleWithinMs = 120_000;

if (url === undefined) it.skip('the contract on a real cluster: KAFKA_REST_URL is not set', () => undefined);
else {
  const can = { refusedTokens: false, ownClock: false };
  let seen: Partial<Assumptions> = {};
  if (assumed === undefined) {
    it(
      'a real cluster shows what it does where nobody documents it',
      async () => {
        const findings = await probe(await openTarget(url, {}), ({ needs }) => needs === undefined);
        console.log(`What ${url} does (! where the stand-in does otherwise)\n${findingsTable(findings)}`);
        seen = assumptionsFrom(findings);
      },
      30 * visibleWithinMs,
    );
  }
  describeContract(
    'a real cluster',
    can,
    async () => ({
      target: await openTarget(url, assumed === undefined ? seen : parseAssumptions(assumed.split(','))),
      close: () => Promise.resolve(),
    }),
    2 * visibleWithinMs,
  );
}

async function openTarget(cluster: string, known: Partial<Assumptions>): Promise<Target> {
  const values = assume(known);
  return {
    url: cluster.replace(/\/$/, ''),
    token: await newToken(),
    assumed: (name) => values[name],
    pass: (ms) => sleep(ms),
    visibleWithinMs,
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
