import type { Faults } from '../../local/stand-in/faults.ts';

/** A deadline that is over when the call has reached the proxy, however long that takes. */
export function afterHit(faults: Faults, call: string): () => AbortSignal {
  const before = faults.hits(call);
  return () => {
    const over = new AbortController();
    const look = setInterval(() => {
      if (faults.hits(call) === before) return;
      clearInterval(look);
      over.abort();
    }, 5);
    return over.signal;
  };
}
