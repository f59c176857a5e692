import { createHash, randomBytes } from 'node:crypto';
import { hostVersion } from './core-app.ts';

export interface HostIdentity {
  /** The same for every run of one app: what it keeps is filed under it. */
  readonly hostId: string;
  /** Of this run alone; 32 hexadecimal digits. */
  readonly instanceId: string;
  readonly version: string;
}

export function identify(scriptRoot: string): HostIdentity {
  return {
    hostId: createHash('sha256').update(scriptRoot).digest('hex').slice(0, 32),
    instanceId: randomBytes(4).toString('hex').toUpperCase().padStart(32, '0'),
    version: hostVersion,
  };
}

/** Settings that Core Tools gives the app it runs. */
export function hostSettings(port: number): Record<string, string> {
  return {
    AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
    FUNCTIONS_WORKER_RUNTIME: 'node',
    WEBSITE_HOSTNAME: `localhost:${port}`,
  };
}
