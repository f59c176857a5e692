import type { Faults } from '../stand-in/faults.ts';
import { type Answer, type Behaviour, json, type StandInRequest } from '../stand-in/serve.ts';
import { authenticate, authorize, type PermissionModel, type TenantOfVault } from './access.ts';
import { certificateBody, secretBody } from './answers.ts';
import { Refusal } from './refusal.ts';
import type { SecretVersion, Vault } from './vault.ts';

/** Calls by name; a `challenge` is any call without a token, so that it is counted apart from a read. */
export type KeyVaultCall = 'challenge' | 'get-secret' | 'get-certificate' | 'unknown';

export interface VaultAccess {
  readonly vault: Vault;
  readonly tenant: TenantOfVault;
  /** Object ids that may read secrets and certificates. */
  readonly readers: ReadonlySet<string>;
  readonly model: PermissionModel;
  readonly url: () => string;
  readonly now: () => number;
}

/** What the vault answers: first who asks, then whether they may, then what is there. */
export function keyVaultBehaviour(access: VaultAccess, faults: Faults): Behaviour {
  return {
    faults,
    nameOf,
    answer: async (request) => {
      try {
        return await answer(access, request);
      } catch (error) {
        if (error instanceof Refusal) return error.answer();
        throw error;
      }
    },
  };
}

function nameOf({ headers, path }: StandInRequest): KeyVaultCall {
  if (headers.authorization === undefined) return 'challenge';
  if (path.startsWith('/secrets/')) return 'get-secret';
  return path.startsWith('/certificates/') ? 'get-certificate' : 'unknown';
}

async function answer(access: VaultAccess, request: StandInRequest): Promise<Answer> {
  const claims = await authenticate(request.headers.authorization, access.tenant, access.now());
  requireApiVersion(request.query);
  const [, kind, name = '', version] =
    /^\/(secrets|certificates)\/([^/]+)(?:\/([^/]*))?$/.exec(request.path) ?? [];
  if (kind === undefined) throw new Refusal('NotFound', 'The vault has no such address.');
  if (request.method !== 'GET') throw new Refusal('MethodNotAllowed', 'The vault is only read here.');
  authorize(claims, access.readers, access.model);
  const found = access.vault.find(name, version);
  const base = access.url();
  if (kind === 'secrets') return json(200, secretBody(base, available(found, 'Secret', name)));
  const certificate = available(found?.certificate === undefined ? undefined : found, 'Certificate', name);
  return json(200, certificateBody(base, certificate, certificate.certificate ?? ''));
}

function available(
  found: SecretVersion | undefined,
  kind: 'Secret' | 'Certificate',
  name: string,
): SecretVersion {
  if (found === undefined) throw new Refusal(`${kind}NotFound`, `${kind} ${name} is not in this key vault.`);
  if (!found.enabled)
    throw new Refusal(`${kind}Disabled`, `${kind} ${name} is disabled: get is not allowed.`);
  return found;
}

function requireApiVersion(query: URLSearchParams): void {
  const version = query.get('api-version');
  if (version === null) throw new Refusal('BadParameter', 'The request lacks api-version.');
  if (!/^(\d{4}-\d\d-\d\d|7\.\d)(-preview(\.\d)?)?$/.test(version)) {
    throw new Refusal('BadParameter', 'The api-version is not supported.');
  }
}
