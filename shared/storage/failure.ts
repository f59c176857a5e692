import { AppError } from '../errors.ts';
import type { StorageService } from './connection.ts';

interface StorageError {
  readonly name?: string;
  readonly code?: string;
  readonly statusCode?: number;
  readonly details?: { readonly odataError?: { readonly code?: string } };
}

/** True for an error with one of these codes: `EntityAlreadyExists` of the Table service, `BlobNotFound`, `QueueNotFound`. */
export function isCode(...codes: readonly string[]): (error: unknown) => boolean {
  return (error) => {
    const { details, code } = error as StorageError;
    return codes.includes(details?.odataError?.code ?? code ?? '');
  };
}

/** True where a row is not there, or no longer the one that was meant. */
export function isGone(error: unknown): boolean {
  return [404, 412].includes((error as StorageError).statusCode ?? 0);
}

/** True where the service answered that it will not do it. */
export function isRefused(error: unknown): boolean {
  const { statusCode = 0 } = error as StorageError;
  return statusCode >= 400 && statusCode < 500;
}

/** Lets an error that is expected pass as undefined, and throws any other. */
export function unless(expected: (error: unknown) => boolean): (error: unknown) => undefined {
  return (error) => {
    if (!expected(error)) throw error;
  };
}

const services = {
  blob: ['Container', 'Storage Blob Data Contributor'],
  queue: ['Queue', 'Storage Queue Data Contributor'],
  table: ['Table', 'Storage Table Data Contributor'],
} as const satisfies Record<StorageService, readonly [what: string, role: string]>;

/**
 * `storage-unavailable` naming the table, queue or container and the remedy. The SDK's error carries the signed
 * request: it ends here.
 */
export function storageFailure(
  service: StorageService,
  name: string,
  error: unknown,
  late: boolean,
): AppError {
  const { name: errorName, code, statusCode, details } = error as StorageError;
  const known = [errorName, code, statusCode, details?.odataError?.code].filter((part) => part !== undefined);
  const [what, role] = services[service];
  return new AppError('storage-unavailable', `${what} ${name}: ${remedy(statusCode, late, role)}`, {
    cause: `${what.toLowerCase()} ${name}: ${late ? 'deadline' : known.join(' ')}`,
  });
}

function remedy(statusCode: number | undefined, late: boolean, role: string): string {
  if (late) return 'no answer in time.';
  if (statusCode === 401 || statusCode === 403) {
    return `forbidden; give this app's identity the role ${role}, and check the account's firewall.`;
  }
  return 'cannot be reached; check the storage account that this app uses.';
}
