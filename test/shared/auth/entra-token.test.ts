import { describe, expect, test } from '@jest/globals';
import { AzureCliCredential, ManagedIdentityCredential } from '@azure/identity';
import { createVaultIdentity } from '../../../shared/auth/entra-token.ts';

describe('the identity that reads the vault', () => {
  const azure = { authorityHost: undefined, managedIdentityClientId: undefined } as const;

  test('is the one that the setting names, found without probing', () => {
    const managed = createVaultIdentity({ ...azure, vaultCredential: 'ManagedIdentityCredential' }, 1000);
    expect(managed).toBeInstanceOf(ManagedIdentityCredential);
    const cli = createVaultIdentity({ ...azure, vaultCredential: 'AzureCliCredential' }, 1000);
    expect(cli).toBeInstanceOf(AzureCliCredential);
  });
});
