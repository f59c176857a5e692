import type { LetterStore } from '../../../shared/dead-letters/file-dead-letter.ts';

interface Actor {
  readonly store: LetterStore;
  /** To be called when the actor has nothing more to do. */
  readonly end: () => void;
}

/** The same store for two actors whose calls happen one at a time, in this order while both have some: true = the first. */
export function interleaved(store: LetterStore, order: readonly boolean[]): readonly [Actor, Actor] {
  const turns = [...order];
  const waiting: [(() => void)[], (() => void)[]] = [[], []];
  const hasEnded = [false, false];
  let isBusy = false;

  function next(): void {
    const [first, second] = waiting;
    const bothKnown = (first.length > 0 || hasEnded[0]) && (second.length > 0 || hasEnded[1]);
    if (isBusy || !bothKnown) return;
    const wanted = (turns.shift() ?? true) ? first : second;
    const chosen = wanted.shift() ?? first.shift() ?? second.shift();
    if (chosen === undefined) return;
    isBusy = true;
    chosen();
  }

  const actor = (index: 0 | 1): Actor => {
    const gated = <T extends object>(port: T): T =>
      Object.fromEntries(
        Object.entries(port).map(([name, call]) => [
          name,
          async (...args: unknown[]) => {
            await new Promise<void>((go) => {
              waiting[index].push(go);
              next();
            });
            try {
              return await (call as (...given: unknown[]) => unknown)(...args);
            } finally {
              isBusy = false;
              // The actor that was served says first what it wants next.
              setImmediate(next);
            }
          },
        ]),
      ) as T;
    return {
      store: { ...store, table: gated(store.table), container: gated(store.container) },
      end: () => {
        hasEnded[index] = true;
        next();
      },
    };
  };
  return [actor(0), actor(1)];
}
