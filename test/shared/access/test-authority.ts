import { SigningKeys } from '../../../local/entra/signing-keys.ts';
import type { GetJson } from '../../../shared/access/get-json.ts';

export const tenantId = '11111111-1111-4111-8111-111111111111';
export const issuers = {
  one: `https://sts.windows.net/${tenantId}/`,
  two: `https://login.test/${tenantId}/v2.0`,
};

/** An authority in memory, whose documents can be made to fail, and which counts how often its keys are asked for. */
export async function createTestAuthority() {
  const keys = await SigningKeys.create();
  const state = {
    keys,
    looks: 0,
    isDown: false,
    documents: {} as Record<string, unknown>,
    gate: Promise.resolve(),
  };
  const getJson: GetJson = async (url, signal) => {
    await state.gate;
    signal.throwIfAborted();
    if (state.isDown) throw new Error('answered 503');
    const { pathname } = new URL(url);
    if (pathname in state.documents) return state.documents[pathname];
    if (pathname.endsWith('/v2.0/.well-known/openid-configuration')) {
      return { issuer: issuers.two, jwks_uri: `https://login.test/${tenantId}/discovery/v2.0/keys` };
    }
    if (pathname.endsWith('/.well-known/openid-configuration')) return { issuer: issuers.one };
    state.looks += 1;
    return keys.jwks();
  };
  return Object.assign(state, { getJson });
}
