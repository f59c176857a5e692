import type { Disposable, HookCallback } from './core-api.ts';

const names = ['preInvocation', 'postInvocation', 'appStart', 'appTerminate', 'log'] as const;

export type HookName = (typeof names)[number];

/** A mistake of the app against the host, marked as the worker marks it; the library tells them by this flag. */
export function systemError<E extends Error>(error: E): E {
  return Object.assign(error, { isAzureFunctionsSystemError: true });
}

/** The hooks of one app, run in order of registration. */
export class Hooks {
  /** `appHookData`: all hooks share it. */
  readonly appData: Record<string, unknown> = {};
  readonly #appOnlyData: Record<string, unknown> = {};
  readonly #callbacks: Record<HookName, HookCallback[]> = {
    preInvocation: [],
    postInvocation: [],
    appStart: [],
    appTerminate: [],
    log: [],
  };
  readonly #trace: (message: string) => void;

  /** `trace` gets the worker's two lines around each run of hooks. */
  constructor(trace: (message: string) => void) {
    this.#trace = trace;
  }

  /** Throws a RangeError for an unknown name, as the worker does. */
  register(name: string, callback: HookCallback): Disposable {
    const known = names.find((candidate) => candidate === name);
    if (known === undefined) throw systemError(new RangeError(`Unrecognized hook "${name}"`));
    this.#callbacks[known].push(callback);
    return {
      dispose: () => {
        this.#callbacks[known] = this.#callbacks[known].filter((one) => one !== callback);
      },
    };
  }

  /** What appStart and appTerminate hooks get, and share as their `hookData`. */
  appContext(): { readonly hookData: object; readonly appHookData: object } {
    return { hookData: this.#appOnlyData, appHookData: this.appData };
  }

  /** Runs one after the other; the first rejection stops the rest and is the caller's. */
  async run(name: Exclude<HookName, 'log'>, context: object): Promise<void> {
    const callbacks = this.#callbacks[name];
    if (callbacks.length === 0) return;
    this.#trace(`Executing ${callbacks.length} "${name}" hooks`);
    for (const callback of callbacks) await callback(context);
    this.#trace(`Executed "${name}" hooks`);
  }

  /** Log hooks are synchronous and may change `level` and `message` of the context. */
  runLog(context: object): void {
    for (const callback of this.#callbacks.log) callback(context);
  }
}
