import type { Config } from '../config.ts';
import { createAuthority } from './authority.ts';
import { createReadBearer } from './bearer-token.ts';
import { getJson } from './get-json.ts';
import { callerByKey, createIdentifyByToken, type Identify } from './identify.ts';
import { type AccessRules, readRules } from './rules.ts';
import { createPermitSource, type PermitSource } from './sources.ts';

/** Who calls, and what may come without a caller. */
export interface AccessPorts {
  readonly identify: Identify;
  readonly permitSource: PermitSource;
}

const PUBLIC_AUTHORITY = new URL('https://login.microsoftonline.com');

type Settings = Pick<Config, 'apiAuth' | 'apiAudience' | 'accessFile' | 'tenantId' | 'azure'>;

/** As the setting `KAFKA_API_AUTH` has it: by the host's keys, or by tokens of the tenant and the access file. */
export function composeAccess({ apiAuth, apiAudience, accessFile, tenantId, azure }: Settings): AccessPorts {
  if (apiAuth === 'keys') return { identify: callerByKey, permitSource: createPermitSource(undefined) };
  const findKeys = createAuthority({
    url: azure.authorityHost ?? PUBLIC_AUTHORITY,
    tenant: tenantId,
    getJson,
    monotonicMs: () => performance.now(),
  });
  let known: AccessRules | undefined;
  // Kept once it is good: it is a part of what was deployed.
  const rules = async () => (known ??= await readRules(accessFile));
  return {
    identify: createIdentifyByToken(createReadBearer({ findKeys, audiences: apiAudience }), rules),
    permitSource: createPermitSource(rules),
  };
}
