/** Counts checks, prints each by name, and the sum as the last line. */
export class Tally {
  readonly #title: string;
  #passed = 0;
  #failed = 0;
  #skipped = 0;

  constructor(title: string) {
    this.#title = title;
  }

  /** A check that throws has failed; its message is printed. */
  async check(name: string, body: () => unknown): Promise<void> {
    try {
      await body();
      this.#passed += 1;
      console.log(`passed: ${name}`);
    } catch (error) {
      this.#failed += 1;
      console.log(`failed: ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  skip(name: string): void {
    this.#skipped += 1;
    console.log(`skipped: ${name}`);
  }

  /** Prints the sum; gives the exit code. */
  end(): number {
    console.log(`${this.#title}: ${this.#passed} passed, ${this.#failed} failed, ${this.#skipped} skipped`);
    return this.#failed === 0 ? 0 : 1;
  }
}
