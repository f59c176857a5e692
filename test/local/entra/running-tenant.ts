import { createCertificateAuthority } from '../../../local/certificates.ts';
import { type Entra, startEntra } from '../../../local/entra/start.ts';
import type { TenantOptions } from '../../../local/entra/tenant.ts';

export const tenantId = '11111111-1111-4111-8111-111111111111';
export const hdinsight = 'https://hib.azurehdinsight.net';

export const kafkaApp = {
  clientId: '22222222-2222-4222-8222-222222222222',
  objectId: '33333333-3333-4333-8333-333333333333',
  groups: ['44444444-4444-4444-8444-444444444444'],
  secrets: ['first secret~'],
};

export interface RunningTenant {
  readonly entra: Entra;
  /** The authority's certificate, PEM. */
  readonly ca: string;
  readonly tls: { readonly key: string; readonly cert: string };
}

/** Entra over HTTPS with one application; whoever starts it closes `entra`. */
export async function startTenant(options: Partial<TenantOptions> = {}): Promise<RunningTenant> {
  const authority = await createCertificateAuthority();
  const tls = await authority.issue(['localhost', '127.0.0.1', 'login.microsoftonline.com']);
  const entra = await startEntra({ tenantId, apps: [kafkaApp], tls, ...options });
  return { entra, tls, ca: authority.certificate };
}
