import type { InvocationContext } from '@azure/functions';
import { AppError, problems } from '../errors.ts';

type Level = 'error' | 'warn' | 'info';

/** Where the failures of one invocation are logged, each in one line without a token or a record. */
export interface FailureLog {
  readonly add: (error: unknown) => void;
  /** To be told when the handler returns. */
  readonly returned: () => void;
}

/**
 * Logs to the invocation; when its handler has returned to the console, because the library takes what it is told then
 * for a missing await, and complains of it.
 */
export function createFailureLog(context: InvocationContext, closed: AbortSignal): FailureLog {
  let hasReturned = false;
  return {
    add(error) {
      const [worst, line] = lineOf(error);
      // What ended because its caller has gone is nobody's failure; what became of records stays one.
      const isLeft = closed.aborted && error instanceof AppError && error.options.outcome === undefined;
      const level = isLeft ? 'info' : worst;
      if (hasReturned) console[level](`${line} [${context.invocationId}]`);
      else context[level](line);
    },
    returned() {
      hasReturned = true;
    },
  };
}

// A caller's mistake is no warning of this app's; an unknown error is logged with its stack, which holds no values.
function lineOf(error: unknown): readonly [Level, string] {
  if (!(error instanceof AppError)) {
    const what = error instanceof Error ? (error.stack ?? error.message) : 'no error';
    return ['error', `internal-error: ${what}`];
  }
  const { code, options } = error;
  const outcome = options.outcome === undefined ? '' : ` (${options.outcome})`;
  const line = `${code}: ${options.cause ?? 'refused by this app'}${outcome}`;
  return [problems[code][0] >= 500 ? 'warn' : 'info', line];
}
