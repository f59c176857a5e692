import { describe, expect, test } from '@jest/globals';
import { withHeartbeat } from '../../../shared/http/heartbeat.ts';

/** Sleeps that the test ends, as a clock would. */
function silences() {
  const open: { readonly ms: number; readonly end: () => void; readonly signal: AbortSignal }[] = [];
  const sleep = (ms: number, signal: AbortSignal) => {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    signal.addEventListener('abort', () => {
      reject(new Error('ended'));
    });
    open.push({
      ms,
      signal,
      end: () => {
        resolve(undefined);
      },
    });
    return promise;
  };
  return { sleep, open, current: () => open.at(-1) };
}

/** A source whose chunks the test gives. */
function source() {
  const chunks: PromiseWithResolvers<string | undefined>[] = [Promise.withResolvers()];
  let ended = false;
  async function* make() {
    try {
      for (;;) {
        const chunk = await chunks.at(-1)?.promise;
        if (chunk === undefined) return;
        chunks.push(Promise.withResolvers());
        yield chunk;
      }
    } finally {
      ended = true;
    }
  }
  return {
    chunks: make(),
    give: (chunk?: string) => {
      chunks.at(-1)?.resolve(chunk);
    },
    ended: () => ended,
  };
}

describe('A source with a heartbeat', () => {
  test('gives its chunks, a beat for each silence between them, and ends when it ends', async () => {
    const { sleep, current, open } = silences();
    const { chunks, give } = source();
    let beats = 0;
    const all = withHeartbeat(chunks, { everyMs: 15_000, beat: () => `beat ${++beats}`, sleep });
    const next = async () => (await all.next()).value as string | undefined;
    const first = next();
    give('a');
    expect(await first).toBe('a');
    for (const beat of ['beat 1', 'beat 2']) {
      const silent = next();
      current()?.end();
      expect(await silent).toBe(beat);
    }
    const second = next();
    give('b');
    expect(await second).toBe('b');
    const last = next();
    give();
    expect(await last).toBeUndefined();
    expect(open.map(({ ms }) => ms)).toEqual(open.map(() => 15_000));
    expect(open.every(({ signal }) => signal.aborted)).toBe(true);
  });

  test('fails as its source does', async () => {
    async function* failing(): AsyncGenerator<string> {
      yield 'a';
      return Promise.reject(new Error('x'));
    }
    const all = withHeartbeat(failing(), { everyMs: 15_000, beat: () => 'beat' });
    await all.next();
    await expect(all.next()).rejects.toThrow('x');
  });

  test('ends its source when nobody wants more', async () => {
    const { chunks, give, ended } = source();
    const all = withHeartbeat(chunks, { everyMs: 15_000, beat: () => 'beat' });
    const first = all.next();
    give('a');
    await first;
    await all.return(undefined);
    expect(ended()).toBe(true);
  });
});
