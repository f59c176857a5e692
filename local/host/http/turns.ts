/**
 * Lets one request begin in each turn of the event loop, in the order they came. A turn accepts one new connection but reads
 * from all that are open: without this, callers who are connected keep handlers busy while those who connect are not even heard.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];

  /** Resolves when the request may begin. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#waiting.push(resolve) === 1) setImmediate(this.#begin);
    });
  }

  readonly #begin = (): void => {
    this.#waiting.shift()?.();
    if (this.#waiting.length > 0) setImmediate(this.#begin);
  };
}
