import { promisify } from 'node:util';
import { constants, createGzip, gzip } from 'node:zlib';
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { StreamedAnswer } from './stream.ts';

const MIN_BYTES = 1024;
/** The fastest: an answer that waits for a better one takes longer than its bytes would. */
const LEVEL = 1;

const compress = promisify(gzip);

/** The answer with its body as gzip, where there is enough of it and the caller accepts it. */
export async function compressed(request: HttpRequest, answer: HttpResponseInit): Promise<HttpResponseInit> {
  const { body } = answer;
  if (typeof body !== 'string' || body.length < MIN_BYTES) return answer;
  const isGzip = acceptsGzip(request);
  const headers = { ...(answer.headers as Record<string, string> | undefined), ...encoding(isGzip) };
  return { ...answer, headers, body: isGzip ? await compress(body, { level: LEVEL }) : body };
}

/** The streamed answer as gzip, where the caller accepts it; each chunk leaves as soon as it would without. */
export function compressedStream(request: HttpRequest, answer: StreamedAnswer): StreamedAnswer {
  const isGzip = acceptsGzip(request);
  const headers = { ...answer.headers, ...encoding(isGzip) };
  return { ...answer, headers, chunks: isGzip ? gzipEach(answer.chunks) : answer.chunks };
}

function encoding(isGzip: boolean): Record<string, string> {
  return { vary: 'Accept-Encoding', ...(isGzip && { 'content-encoding': 'gzip' }) };
}

// RFC 9110, 12.5.3: a name of its own counts before the asterisk, and a weight of zero refuses.
function acceptsGzip(request: HttpRequest): boolean {
  const header = request.headers.get('accept-encoding') ?? '';
  const weights = new Map<string, number>();
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
    const weight = parameters.find((text) => text.startsWith('q='))?.slice('q='.length);
    weights.set(name, Number(weight ?? 1));
  }
  return (weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0) > 0;
}

async function* gzipEach(chunks: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  const stream = createGzip({ level: LEVEL });
  const made: Buffer[] = [];
  stream.on('data', (part: Buffer) => made.push(part));
  try {
    for await (const chunk of chunks) {
      stream.write(chunk);
      await new Promise<void>((resolve) => {
        stream.flush(constants.Z_SYNC_FLUSH, resolve);
      });
      yield Buffer.concat(made.splice(0));
    }
    const ended = new Promise((resolve) => stream.once('end', resolve));
    stream.end();
    await ended;
    yield Buffer.concat(made);
  } finally {
    stream.destroy();
  }
}
