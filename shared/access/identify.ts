import { createHash } from 'node:crypto';
import type { Config } from '../config.ts';
import { createAuthority } from './authority.ts';
import { createReadBearer } from './bearer-token.ts';
import type { Caller } from './caller.ts';
import { getJson } from './get-json.ts';
import { type AccessRules, callerUnder, readRules } from './rules.ts';

/** What a request shows of its caller; the host's key is in it only where the host asked for one. */
export interface Credentials {
  readonly authorization: string | null;
  readonly key: string;
}

/** Tells who calls; rejects as `ReadBearer` does, and with `settings-invalid` where the rules cannot be used. */
export type Identify = (credentials: Credentials) => Promise<Caller> | Caller;

const PUBLIC_AUTHORITY = new URL('https://login.microsoftonline.com');

type Settings = Pick<Config, 'apiAuth' | 'apiAudience' | 'accessFile' | 'tenantId' | 'azure'>;

/** As the setting `KAFKA_API_AUTH` has it: by the host's key, or by a token of the tenant and the access file. */
export function createIdentify({ apiAuth, apiAudience, accessFile, tenantId, azure }: Settings): Identify {
  if (apiAuth === 'keys') return callerByKey;
  const findKeys = createAuthority({
    url: azure.authorityHost ?? PUBLIC_AUTHORITY,
    tenant: tenantId,
    getJson,
    monotonicMs: () => performance.now(),
  });
  const readBearer = createReadBearer({ findKeys, audiences: apiAudience });
  let rules: AccessRules | undefined;
  return async ({ authorization }) => {
    const caller = await readBearer(authorization);
    rules ??= await readRules(accessFile);
    return callerUnder(rules, caller);
  };
}

/** A caller told by the key that the host took, which says no name: by its hash. */
export function callerByKey({ key }: Credentials): Caller {
  return { id: key === '' ? 'anyone' : createHash('sha256').update(key).digest('hex'), rights: 'all' };
}
