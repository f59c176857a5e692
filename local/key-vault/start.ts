import { randomUUID } from 'node:crypto';
import { Faults } from '../stand-in/faults.ts';
import { listen, type ListenOptions, type Running, serve } from '../stand-in/serve.ts';
import type { PermissionModel, TenantOfVault } from './access.ts';
import { keyVaultBehaviour } from './behaviour.ts';
import { Vault } from './vault.ts';

export interface KeyVaultOptions extends ListenOptions {
  /** The tenant whose tokens the vault takes: a running Entra stand-in fits. */
  readonly tenant: TenantOfVault;
  /** Object ids that may read at first. */
  readonly readers?: readonly string[];
  /** Left out: `rbac`. */
  readonly model?: PermissionModel;
  readonly now?: () => number;
  /** Versions are ids without their hyphens. */
  readonly newId?: () => string;
}

export interface KeyVault extends Running {
  readonly faults: Faults;
  /** The content, to be changed at any time. */
  readonly vault: Vault;
  /** Object ids that may read secrets and certificates, to be changed at any time. */
  readonly readers: Set<string>;
}

/** Starts an empty stand-in of Azure Key Vault. */
export async function startKeyVault(options: KeyVaultOptions): Promise<KeyVault> {
  const { tenant, model = 'rbac', now = Date.now, newId = randomUUID } = options;
  const faults = new Faults();
  const vault = new Vault(now, () => newId().replaceAll('-', ''));
  const readers = new Set(options.readers);
  let url = '';
  const access = { vault, tenant, readers, model, now, url: () => url };
  const running = await listen(serve(keyVaultBehaviour(access, faults)), options);
  url = running.url;
  return { ...running, faults, vault, readers };
}
