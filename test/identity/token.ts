import { createProxyToken, type ProxyToken } from '../../shared/auth/proxy-token.ts';

export const secretName = 'kafka-rest-client-secret';
/** Of the app registration that the tokens are for. */
export const ids = { tenantId: crypto.randomUUID(), clientId: crypto.randomUUID() };

export interface TokenFrom {
  readonly authMode: 'secret' | 'certificate';
  readonly authority: URL;
  readonly vault: URL;
  /** Client id of the managed identity that reads the vault. */
  readonly reader: string;
}

/** The token module as the app makes it. */
export function createToken({ authMode, authority, vault, reader }: TokenFrom): ProxyToken {
  return createProxyToken({
    settings: {
      ...ids,
      authMode,
      scope: 'https://hib.azurehdinsight.net/.default',
      keyVaultUri: vault,
      secretName,
      certificateName: secretName,
      clientSecret: undefined,
      azure: {
        authorityHost: authority,
        managedIdentityClientId: reader,
        vaultCredential: 'ManagedIdentityCredential',
      },
    },
  });
}
