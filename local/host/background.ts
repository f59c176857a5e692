/** Work that nobody waits for until the host stops; failures have been logged where they arose. */
export class Background {
  readonly #running = new Set<Promise<unknown>>();

  readonly add = (work: Promise<unknown>): void => {
    const settled: Promise<unknown> = Promise.allSettled([work]).then(() => this.#running.delete(settled));
    this.#running.add(settled);
  };

  /** Resolves when all that was added is done. */
  async settle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
