import { AppError } from '../errors.ts';
import type { BlobContainer, Lease } from '../storage/blob.ts';

const LEASE_SECONDS = 60;
const RENEW_EVERY_MS = 20_000;

/**
 * Does something as the only one of all instances; the signal it gets ends with `budget`, and as soon as the lease
 * cannot be renewed. Rejects with `housekeeping-running` where another holds it.
 */
export async function withLease<T>(
  container: BlobContainer,
  blob: string,
  budget: AbortSignal,
  action: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lease = await container.acquireLease(blob, LEASE_SECONDS);
  if (lease === undefined) {
    throw new AppError(
      'housekeeping-running',
      'Another run is under way: read its report once it has ended.',
      {
        retryAfterSeconds: LEASE_SECONDS,
      },
    );
  }
  const lost = new AbortController();
  const renewing = setInterval(() => {
    void keep(lease, lost);
  }, RENEW_EVERY_MS);
  try {
    return await action(AbortSignal.any([budget, lost.signal]));
  } finally {
    clearInterval(renewing);
    // It ends by itself, too.
    await lease.release().catch(() => false);
  }
}

async function keep(lease: Lease, lost: AbortController): Promise<void> {
  if (!(await lease.renew().catch(() => false))) lost.abort();
}
