import { addAbortSignal, Readable } from 'node:stream';
import type { AppError } from '../errors.ts';
import type { Blob, BlobContent, PutOptions } from './blob.ts';
import type { BlockBlobUploadOptions, ContainerClient } from './blob-client.ts';
import { isCode, isGone, unless } from './failure.ts';

// A block is held in memory until it is written: two at once keep the line busy.
const BLOCK_BYTES = 4 * 1024 * 1024;
const BLOCKS_AT_ONCE = 2;

const REFUSED = ['BlobAlreadyExists', 'ConditionNotMet', 'BlobNotFound'];

/** Writes bytes; undefined where the condition of `options` did not hold. */
export async function put(
  container: ContainerClient,
  abortSignal: AbortSignal,
  name: string,
  content: Uint8Array,
  options: PutOptions,
): Promise<string | undefined> {
  const write = () =>
    container
      .getBlockBlobClient(name)
      .upload(content, content.byteLength, uploadOptions(options, abortSignal))
      .catch(unless(isCode(...REFUSED)));
  try {
    return (await write())?.etag;
  } catch (error) {
    unless(isCode('ContainerNotFound'))(error);
  }
  await container.createIfNotExists({ abortSignal });
  return (await write())?.etag;
}

/** Writes content block by block; undefined where the condition of `options` did not hold. */
export async function putStream(
  container: ContainerClient,
  abortSignal: AbortSignal,
  name: string,
  content: AsyncIterable<Uint8Array>,
  options: PutOptions,
): Promise<string | undefined> {
  // What was read cannot be read again: the container has to be there before.
  await container.createIfNotExists({ abortSignal });
  const source = Readable.from(content, { objectMode: false });
  try {
    const written = await container
      .getBlockBlobClient(name)
      .uploadStream(source, BLOCK_BYTES, BLOCKS_AT_ONCE, uploadOptions(options, abortSignal))
      .catch(unless(isCode(...REFUSED)));
    return written?.etag;
  } finally {
    source.destroy();
  }
}

function uploadOptions(
  { contentType, metadata = {}, ifAbsent = false, ifMatch }: PutOptions,
  abortSignal: AbortSignal,
): BlockBlobUploadOptions {
  const conditions = { ...(ifAbsent && { ifNoneMatch: '*' }), ...(ifMatch !== undefined && { ifMatch }) };
  return { abortSignal, conditions, metadata, blobHTTPHeaders: { blobContentType: contentType } };
}

/** The blob with its content, which ends with `signal`; what fails while it comes is told as `failure` has it. */
export async function get(
  container: ContainerClient,
  abortSignal: AbortSignal,
  name: string,
  failure: (error: unknown, late: boolean) => AppError,
): Promise<BlobContent | undefined> {
  const download = container.getBlobClient(name).download(0, undefined, { abortSignal });
  const found = await download.catch(unless(isCode('BlobNotFound', 'ContainerNotFound')));
  if (found === undefined) return undefined;
  const { readableStreamBody: body } = found;
  if (!(body instanceof Readable)) throw new Error('an answer without body');
  // Until somebody reads it, a failure has nobody to go to.
  body.on('error', () => undefined);
  addAbortSignal(abortSignal, body);
  const content = async function* () {
    try {
      yield* body as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw failure(error, abortSignal.aborted);
    }
  };
  return {
    ...blobOf(found),
    content: content(),
    discard: () => {
      body.destroy();
    },
  };
}

/** What is known of a blob; undefined where there is none. */
export async function head(
  container: ContainerClient,
  abortSignal: AbortSignal,
  name: string,
): Promise<Blob | undefined> {
  const properties = container.getBlobClient(name).getProperties({ abortSignal });
  // An answer to HEAD has no body to name a code in.
  const found = await properties.catch(unless(isGone));
  return found === undefined ? undefined : blobOf(found);
}

/** False where there is none, or no longer the one with `etag`. */
export async function remove(
  container: ContainerClient,
  abortSignal: AbortSignal,
  name: string,
  etag?: string,
): Promise<boolean> {
  const conditions = etag === undefined ? {} : { ifMatch: etag };
  const removed = container.getBlobClient(name).delete({ abortSignal, conditions });
  const gone = await removed.catch(unless(isCode('BlobNotFound', 'ContainerNotFound', 'ConditionNotMet')));
  return gone !== undefined;
}

interface Properties {
  readonly etag?: string;
  readonly contentLength?: number;
  readonly contentType?: string;
  readonly metadata?: Record<string, string>;
}

function blobOf({ etag, contentLength, contentType = '', metadata = {} }: Properties): Blob {
  if (etag === undefined || contentLength === undefined) throw new Error('an answer without ETag or length');
  return { etag, bytes: contentLength, contentType, metadata };
}
