import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { Caller } from './caller.ts';
import type { PromiseCase, Target } from './promise.ts';
import { promises } from './promises.ts';

/** A target that is up, and the way to bring it down. */
export interface Opened {
  readonly target: Target;
  readonly close: () => Promise<void>;
}

/** Declares a test for every promise, against one runner; what the runner cannot show is skipped by name. */
export function describeContract(
  runner: string,
  can: Readonly<Record<NonNullable<PromiseCase['needs']>, boolean>>,
  open: () => Promise<Opened>,
  timeoutMs?: number,
): void {
  describe(`the contract of the Kafka REST proxy on ${runner}`, () => {
    let opened: Opened | undefined;
    let caller: Caller | undefined;

    beforeAll(async () => {
      opened = await open();
      caller = new Caller(opened.target);
    });

    afterAll(async () => {
      await opened?.close();
    });

    for (const promise of promises) {
      const test = promise.needs === undefined || can[promise.needs] ? it : it.skip;
      const run = async () => {
        if (caller === undefined) throw new Error('the runner did not open');
        await promise.run(caller);
      };
      test(titleOf(promise), run, timeoutMs);
    }
  });
}

function titleOf({ name, source, assumption }: PromiseCase): string {
  return `${name} [${source}${assumption === undefined ? '' : `; assumption ${assumption}`}]`;
}
