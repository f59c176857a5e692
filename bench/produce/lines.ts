/** One record of 1 KB as a line. */
const line = Buffer.from(`{"key":"k","value":"${'x'.repeat(1000)}"}\n`);
export const LINE_BYTES = line.length;
// As many bytes as a socket gives at a time: most chunks end within a line.
const CHUNK_BYTES = 64 * 1024;
const repeated = Buffer.concat(Array.from({ length: Math.ceil(CHUNK_BYTES / LINE_BYTES) + 1 }, () => line));

/** A body of so many lines, made as fast as it is read, out of the same bytes all the time. */
export async function* linesOf(count: number): AsyncGenerator<Buffer> {
  const bytes = count * LINE_BYTES;
  for (let at = 0; at < bytes; at += CHUNK_BYTES) {
    const start = at % LINE_BYTES;
    yield await Promise.resolve(repeated.subarray(start, start + Math.min(CHUNK_BYTES, bytes - at)));
  }
}

const MAX_LINES = 500;
const NEWLINE = 10;

/**
 * What somebody writes who has no such app: cuts the body into the same chunks and posts each when the last one was
 * accepted. It checks nothing, and tells nobody what became of a line.
 */
export async function byHand(
  body: AsyncIterable<Buffer>,
  post: (json: string) => Promise<unknown>,
): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  let lines: string[] = [];
  const send = async () => {
    const records = lines.join(',');
    lines = [];
    await post(`{"records":[${records}]}`);
  };
  for await (const chunk of body) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      lines.push(bytes.toString('utf8', start, end));
      start = end + 1;
      if (lines.length === MAX_LINES) await send();
    }
    rest = bytes.subarray(start);
  }
  if (lines.length > 0) await send();
}
