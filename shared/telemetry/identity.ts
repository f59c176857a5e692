import { createManagedIdentity, type ManagedIdentity } from '../auth/entra-token.ts';

const TIMEOUT_MS = 10_000;

/**
 * Who sends telemetry where keys are switched off, out of `APPLICATIONINSIGHTS_AUTHENTICATION_STRING`
 * (`Authorization=AAD`, with `ClientId=…` for a user-assigned identity). Undefined: the key is used.
 */
export function telemetryIdentity(authentication = ''): ManagedIdentity | undefined {
  const parts = new Map(
    authentication.split(';').map((part) => {
      const [name = '', value = ''] = part.split('=');
      return [name.trim().toLowerCase(), value.trim()];
    }),
  );
  if (parts.get('authorization')?.toUpperCase() !== 'AAD') return undefined;
  return createManagedIdentity(parts.get('clientid'), TIMEOUT_MS);
}
