import type {
  CoreApi,
  Disposable,
  FunctionCallback,
  FunctionMetadata,
  HookCallback,
  ProgrammingModel,
} from './core-api.ts';
import { Hooks, systemError } from './hooks.ts';
import { createWorkerLog, type WorkerLog, type WorkerLogEntry } from './worker-log.ts';

export interface RegisteredFunction {
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
}

/** The version of the Functions host whose behaviour this one follows; the library asks for 4.34 or higher. */
export const hostVersion = '4.1037.0';

// The Node worker whose contract this is.
const workerVersion = '3.14.1';

/** What an app registers while it is loaded; after `lock` no functions can be added or taken away. */
export class CoreApp {
  readonly functions = new Map<string, RegisteredFunction>();
  readonly hooks: Hooks;
  readonly log: WorkerLog;
  model: ProgrammingModel | undefined;
  #locked = false;

  constructor(write: (entry: WorkerLogEntry) => void) {
    this.hooks = new Hooks((message) => {
      this.log('debug', 'system', message);
    });
    this.log = createWorkerLog(this.hooks, write);
  }

  lock(): void {
    this.#locked = true;
  }

  /** The module that the app's library requires as `@azure/functions-core`. */
  api(): CoreApi {
    return {
      version: workerVersion,
      hostVersion,
      registerFunction: (metadata, callback) => this.#registerFunction(metadata, callback),
      registerHook: (name: string, callback: HookCallback) => this.hooks.register(name, callback),
      setProgrammingModel: (model) => {
        if (this.#locked)
          throw systemError(new Error('The programming model is set during app startup only.'));
        this.model = model;
      },
      getProgrammingModel: () => this.model,
      log: (level, category, message) => {
        this.log(level, category, message);
      },
      Disposable: OnDispose,
    };
  }

  #registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): Disposable {
    if (this.#locked) throw systemError(new Error('A function can only be registered during app startup.'));
    const id = metadata.functionId ?? metadata.name;
    if (this.functions.has(id)) {
      throw systemError(new Error(`A function with id "${id}" has already been registered.`));
    }
    this.functions.set(id, { metadata, callback });
    return new OnDispose(() => {
      if (this.#locked) throw systemError(new Error('A function can only be disposed during app startup.'));
      this.functions.delete(id);
    });
  }
}

class OnDispose implements Disposable {
  readonly #onDispose: () => void;

  constructor(onDispose: () => void) {
    this.#onDispose = onDispose;
  }

  dispose(): void {
    this.#onDispose();
  }
}
