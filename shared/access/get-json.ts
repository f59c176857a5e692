const MAX_BYTES = 1024 * 1024;

/** Gets a JSON document of at most 1 MiB, without following redirects; rejects with an Error that may be logged. */
export type GetJson = (url: string, signal: AbortSignal) => Promise<unknown>;

export const getJson: GetJson = async (url, signal) => {
  const answer = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } });
  if (answer.status !== 200) {
    await answer.body?.cancel();
    throw new Error(`answered ${answer.status}`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw new Error('answered more than a document has');
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString()) as unknown;
};
