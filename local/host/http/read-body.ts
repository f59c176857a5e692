import type { IncomingMessage } from 'node:http';

/** The body is larger than the host admits: to be answered with 413. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/** What the caller declares, or undefined for a body without Content-Length. */
export function contentLength(request: IncomingMessage): number | undefined {
  const text = request.headers['content-length'];
  return text === undefined ? undefined : Number(text);
}

/** Reads a body whole; rejects with BodyTooLarge past `limitBytes`, or with the stream's error when it was cut. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  if ((contentLength(request) ?? 0) > limitBytes) throw new BodyTooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    if (size > limitBytes) throw new BodyTooLarge();
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
