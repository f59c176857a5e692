import type { CoreLogCategory, CoreLogLevel } from './core-api.ts';
import type { Hooks } from './hooks.ts';

/** The invocation that a log entry belongs to. */
export interface LogScope {
  readonly functionName: string;
  readonly hookData: Record<string, unknown>;
  readonly invocationContext: unknown;
}

/** One entry by the app (`user`) or by the library (`system`), on its way to the log. */
export interface WorkerLogEntry {
  readonly level: CoreLogLevel;
  readonly message: string;
  readonly category: CoreLogCategory;
  readonly functionName: string | undefined;
}

export type WorkerLog = (
  level: CoreLogLevel,
  category: CoreLogCategory,
  message: string,
  scope?: LogScope,
) => void;

/** Passes entries through the app's log hooks to `write`; what a hook itself logs goes past the hooks. */
export function createWorkerLog(hooks: Hooks, write: (entry: WorkerLogEntry) => void): WorkerLog {
  let inHook = false;
  return (level, category, message, scope) => {
    const context = {
      level,
      message,
      category,
      hookData: scope?.hookData ?? {},
      invocationContext: scope?.invocationContext,
    };
    if (!inHook) {
      inHook = true;
      try {
        hooks.runLog(context);
      } finally {
        inHook = false;
      }
    }
    write({ ...context, functionName: scope?.functionName });
  };
}
