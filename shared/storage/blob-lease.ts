import { randomUUID } from 'node:crypto';
import { put } from './blob-calls.ts';
import type { ContainerClient } from './blob-client.ts';
import { isCode, unless } from './failure.ts';

const HELD = 'LeaseAlreadyPresent';
const LOST = [
  'LeaseIdMismatchWithLeaseOperation',
  'LeaseNotPresentWithLeaseOperation',
  'LeaseLost',
  'BlobNotFound',
  'ContainerNotFound',
];

/** The id of the new lease, or undefined while another holds the blob, which is made empty where it is missing. */
export async function acquireLease(
  container: ContainerClient,
  abortSignal: AbortSignal,
  name: string,
  seconds: number,
): Promise<string | undefined> {
  // An id of our own: acquired again under it, where the first answer was lost, the lease is still this one.
  const leaseId = randomUUID();
  const acquire = () => leaseOf(container, name, leaseId).acquireLease(seconds, { abortSignal });
  try {
    return (await acquire().catch(unless(isCode(HELD)))) && leaseId;
  } catch (error) {
    unless(isCode('BlobNotFound', 'ContainerNotFound'))(error);
  }
  const empty = { contentType: 'application/octet-stream', ifAbsent: true };
  await put(container, abortSignal, name, new Uint8Array(), empty);
  return (await acquire().catch(unless(isCode(HELD)))) && leaseId;
}

/** Begins the time of a lease anew; false where it is lost. */
export async function renewLease(
  container: ContainerClient,
  abortSignal: AbortSignal,
  name: string,
  leaseId: string,
): Promise<boolean> {
  const renewed = leaseOf(container, name, leaseId).renewLease({ abortSignal });
  return (await renewed.catch(unless(isCode(...LOST)))) !== undefined;
}

/** Ends a lease; false where it was lost already. */
export async function releaseLease(
  container: ContainerClient,
  abortSignal: AbortSignal,
  name: string,
  leaseId: string,
): Promise<boolean> {
  const released = leaseOf(container, name, leaseId).releaseLease({ abortSignal });
  return (await released.catch(unless(isCode(...LOST)))) !== undefined;
}

function leaseOf(container: ContainerClient, name: string, leaseId: string) {
  return container.getBlobClient(name).getBlobLeaseClient(leaseId);
}
