/**
 * What a warm token costs: this app's module beside @azure/identity's own cached getToken, in turns within one run,
 * both on the stand-in of Entra. `node bench/token/run.ts`; exits with 1 when the module is not at least 50 times
 * cheaper. Absolute figures say something only beside others of the same machine and run.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { cpus } from 'node:os';
import { setDefaultCACertificates } from 'node:tls';
import { ClientSecretCredential } from '@azure/identity';
import { createCertificateAuthority } from '../../local/certificates.ts';
import { startEntra } from '../../local/entra/start.ts';
import { createProxyToken } from '../../shared/auth/proxy-token.ts';

const ROUNDS = 15;
const LEAST_RATIO = 50;
const SCOPE = 'https://hib.azurehdinsight.net/.default';

const authority = await createCertificateAuthority();
setDefaultCACertificates([authority.certificate]);
const ids = { tenantId: randomUUID(), clientId: randomUUID(), secret: randomBytes(24).toString('base64url') };
const app = { clientId: ids.clientId, objectId: randomUUID(), secrets: [ids.secret] };
const entra = await startEntra({
  tenantId: ids.tenantId,
  apps: [app],
  tls: await authority.issue(['localhost']),
});

const token = createProxyToken({
  settings: {
    authMode: 'secret',
    ...ids,
    scope: SCOPE,
    clientSecret: ids.secret,
    keyVaultUri: undefined,
    secretName: '',
    certificateName: undefined,
    azure: {
      authorityHost: new URL(entra.url),
      managedIdentityClientId: undefined,
      vaultCredential: 'ManagedIdentityCredential',
    },
  },
});
const credential = new ClientSecretCredential(ids.tenantId, ids.clientId, ids.secret, {
  authorityHost: entra.url,
  disableInstanceDiscovery: true,
});

const subjects = {
  module: { calls: 200_000, get: () => token.get() },
  identity: { calls: 2_000, get: () => credential.getToken(SCOPE) },
};
const tookUs: Record<keyof typeof subjects, number[]> = { module: [], identity: [] };

async function measure(name: keyof typeof subjects): Promise<void> {
  const { calls, get } = subjects[name];
  const started = performance.now();
  for (let call = 0; call < calls; call += 1) await get();
  tookUs[name].push(((performance.now() - started) * 1000) / calls);
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
const rounded = (value: number) => Number(value.toPrecision(3));

await Promise.all([token.get(), credential.getToken(SCOPE)]);
const requests = entra.faults.hits('token');
// The first round warms up both and is thrown away.
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const name of ['module', 'identity'] as const) {
    await measure(name);
    if (round === 0) tookUs[name].length = 0;
  }
}
const ratio = median(tookUs.identity) / median(tookUs.module);
console.log(
  JSON.stringify(
    {
      machine: `${cpus().length} × ${cpus()[0]?.model ?? ''}`,
      node: process.version,
      commit: execFileSync('git', ['rev-parse', '--short', 'HEAD']).toString().trim(),
      rounds: ROUNDS,
      moduleUs: rounded(median(tookUs.module)),
      identityUs: rounded(median(tookUs.identity)),
      ratio: rounded(ratio),
      tokenRequestsWhileMeasured: entra.faults.hits('token') - requests,
    },
    null,
    2,
  ),
);
await entra.close();
process.exitCode = ratio >= LEAST_RATIO ? 0 : 1;
