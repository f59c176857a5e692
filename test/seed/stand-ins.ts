import { randomUUID } from 'node:crypto';
import { createCertificateAuthority } from '../../local/certificates.ts';
import { type Entra, startEntra } from '../../local/entra/start.ts';
import { type KafkaRest, startKafkaRest } from '../../local/kafka-rest/start.ts';
import { type ConnectProxy, startConnectProxy } from './connect-proxy.ts';
import type { Properties } from './sample.ts';

/** All that the sample talks to, on this machine, under the names that it has in Azure. */
export interface StandIns {
  readonly entra: Entra;
  readonly kafkaRest: KafkaRest;
  readonly proxy: ConnectProxy;
  /** PEM of the authority behind both certificates. */
  readonly authority: string;
  readonly properties: Properties;
  readonly close: () => Promise<void>;
}

export const loginHost = 'login.microsoftonline.com';
export const clusterHost = 'sample-kafkarest.azurehdinsight.net';

/** Starts Entra with one application, the Kafka REST proxy that admits it, and the only way to both. */
export async function startStandIns(): Promise<StandIns> {
  const [tenantId, clientId, clientSecret, groupId] = [
    randomUUID(),
    randomUUID(),
    randomUUID(),
    randomUUID(),
  ];
  const { certificate, issue } = await createCertificateAuthority();
  const app = { clientId, objectId: randomUUID(), secrets: [clientSecret], groups: [groupId] };
  const entra = await startEntra({ tenantId, apps: [app], tls: await issue([loginHost]) });
  const kafkaRest = await startKafkaRest({
    tokens: { keys: entra.jwks(), issuer: entra.issuer, membership: { groupId } },
    metadata: { refreshMs: 500 },
    tls: await issue([clusterHost]),
  });
  const proxy = await startConnectProxy(
    new Map([
      [`${loginHost}:443`, entra.port],
      [`${clusterHost}:443`, kafkaRest.port],
    ]),
  );
  return {
    entra,
    kafkaRest,
    proxy,
    authority: certificate,
    properties: { tenantId, clientId, clientSecret, endpoint: `https://${clusterHost}` },
    close: async () => {
      await Promise.all([entra.close(), kafkaRest.close(), proxy.close()]);
    },
  };
}
