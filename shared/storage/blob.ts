import { get, head, put, putStream, remove } from './blob-calls.ts';
import { type ContainerClient, openContainer, type OpenContainerOptions } from './blob-client.ts';
import { acquireLease, releaseLease, renewLease } from './blob-lease.ts';
import { bounded } from './bounded.ts';
import { storageFailure } from './failure.ts';

/** Text by name that is kept beside a blob; names are lower-case letters, values visible ASCII. */
export type Metadata = Readonly<Record<string, string>>;

export interface Blob {
  readonly etag: string;
  readonly bytes: number;
  readonly contentType: string;
  readonly metadata: Metadata;
}

export interface BlobContent extends Blob {
  /** Read while it comes; rejects with `storage-unavailable`. Reading it in part ends the download. */
  readonly content: AsyncIterable<Uint8Array>;
  /** Ends the download of content that is not to be read. */
  readonly discard: () => void;
}

export interface PutOptions {
  readonly contentType: string;
  readonly metadata?: Metadata;
  /** The blob is written only where there is none of that name. */
  readonly ifAbsent?: boolean;
  /** The blob is written only where it is still the one with this ETag. */
  readonly ifMatch?: string;
}

/** Being the only holder of a blob, for a time that `renew` begins anew. */
export interface Lease {
  /** False where it is lost: it had ended, and another may hold it. */
  readonly renew: (signal?: AbortSignal) => Promise<boolean>;
  /** Lets others in at once; false where it was lost already. */
  readonly release: (signal?: AbortSignal) => Promise<boolean>;
}

/**
 * One container of the storage account. Every call ends within its own deadline, or earlier when `signal` says so, and
 * rejects with `storage-unavailable`, or with `settings-invalid` where no account is set.
 */
export interface BlobContainer {
  /**
   * Writes a blob whole, and makes the container where it is missing; content that comes while it is read is written
   * block by block and shows when all is there. Gives the ETag, or undefined where the condition did not hold.
   */
  readonly put: (
    name: string,
    content: Uint8Array | AsyncIterable<Uint8Array>,
    options: PutOptions,
    signal?: AbortSignal,
  ) => Promise<string | undefined>;
  /** Undefined where there is none. */
  readonly get: (name: string, signal?: AbortSignal) => Promise<BlobContent | undefined>;
  /** Undefined where there is none. */
  readonly head: (name: string, signal?: AbortSignal) => Promise<Blob | undefined>;
  /** False where there is none, or no longer the one with `etag`. */
  readonly remove: (name: string, etag?: string, signal?: AbortSignal) => Promise<boolean>;
  /**
   * Makes the caller the only holder of a blob, which is made empty where it is missing, for `seconds` (15 to 60).
   * Undefined while another holds it.
   */
  readonly acquireLease: (name: string, seconds: number, signal?: AbortSignal) => Promise<Lease | undefined>;
}

export interface BlobContainerOptions extends OpenContainerOptions {
  /** Of each call but those that carry content which comes while it is read, its retries and its token included. */
  readonly timeoutMs?: number;
  /** Of a call that carries content which comes while it is read, to its end. */
  readonly transferTimeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
const TRANSFER_TIMEOUT_MS = 200_000;

/** A container that is opened by its first call. */
export function createBlobContainer(options: BlobContainerOptions): BlobContainer {
  const { name: container, timeoutMs = TIMEOUT_MS, transferTimeoutMs = TRANSFER_TIMEOUT_MS } = options;
  let opened: Promise<ContainerClient> | undefined;
  const failure = (error: unknown, late: boolean) => storageFailure('blob', container, error, late);

  function run<T>(
    action: (client: ContainerClient, abortSignal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
    limitMs = timeoutMs,
  ): Promise<T> {
    const open = () => (opened ??= openContainer(options));
    return bounded((both) => open().then((client) => action(client, both)), failure, limitMs, signal);
  }

  return {
    put: (name, content, putOptions, signal) =>
      content instanceof Uint8Array
        ? run((client, abortSignal) => put(client, abortSignal, name, content, putOptions), signal)
        : run(
            (client, abortSignal) => putStream(client, abortSignal, name, content, putOptions),
            signal,
            transferTimeoutMs,
          ),
    get: (name, signal) =>
      run(async (client, late) => {
        // The content is read after this call has ended, within a limit of its own.
        const given = signal === undefined ? [] : [signal];
        const early = new AbortController();
        const end = () => {
          early.abort();
        };
        late.addEventListener('abort', end);
        const reading = [...given, early.signal, AbortSignal.timeout(transferTimeoutMs)];
        const found = get(client, AbortSignal.any(reading), name, failure);
        return found.finally(() => {
          late.removeEventListener('abort', end);
        });
      }, signal),
    head: (name, signal) => run((client, abortSignal) => head(client, abortSignal, name), signal),
    remove: (name, etag, signal) =>
      run((client, abortSignal) => remove(client, abortSignal, name, etag), signal),
    acquireLease: (name, seconds, signal) =>
      run(async (client, abortSignal) => {
        const leaseId = await acquireLease(client, abortSignal, name, seconds);
        if (leaseId === undefined) return undefined;
        const act = (action: typeof renewLease) => (later?: AbortSignal) =>
          run((_, abort) => action(client, abort, name, leaseId), later);
        return { renew: act(renewLease), release: act(releaseLease) };
      }, signal),
  };
}
