import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '../errors.ts';

/** Inflates gzip as it is read, a little at a time; rejects with `invalid-request` where it is broken or ends too soon. */
export async function* inflated(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  // Whoever ends first ends the other; what went wrong comes out of the reading below.
  pipeline(Readable.from(chunks), gunzip, () => undefined);
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('invalid-request', 'The body is not the gzip that Content-Encoding says it is.', {
      cause: 'the body is not gzip',
    });
  }
}
