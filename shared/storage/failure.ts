import { AppError } from '../errors.ts';

interface StorageError {
  readonly name?: string;
  readonly code?: string;
  readonly statusCode?: number;
  readonly details?: { readonly odataError?: { readonly code?: string } };
}

/** True for an error with this code of the Table service, `EntityAlreadyExists`. */
export function isCode(code: string): (error: unknown) => boolean {
  return (error) => (error as StorageError).details?.odataError?.code === code;
}

/** True where a row is not there, or no longer the one that was meant. */
export function isGone(error: unknown): boolean {
  return [404, 412].includes((error as StorageError).statusCode ?? 0);
}

/** `storage-unavailable` naming the table and the remedy. The SDK's error carries the signed request: it ends here. */
export function tableFailure(table: string, error: unknown, late: boolean): AppError {
  const { name, code, statusCode, details } = error as StorageError;
  const known = [name, code, statusCode, details?.odataError?.code].filter((part) => part !== undefined);
  return new AppError('storage-unavailable', `Table ${table}: ${remedy(statusCode, late)}`, {
    cause: `table ${table}: ${late ? 'deadline' : known.join(' ')}`,
  });
}

function remedy(statusCode: number | undefined, late: boolean): string {
  if (late) return 'no answer in time.';
  if (statusCode === 401 || statusCode === 403) {
    return "forbidden; give this app's identity the role Storage Table Data Contributor, and check the account's firewall.";
  }
  return 'cannot be reached; check the storage account that this app uses.';
}
