import Module from 'node:module';
import type { CoreApi } from './core-api.ts';

type Load = (this: unknown, request: string, ...rest: unknown[]) => unknown;

/**
 * Makes `require('@azure/functions-core')` give `api`, in CommonJS, ES modules and bundles alike: there is no such
 * package, the worker makes it up. Must be in place before the app is loaded, since the library asks only once.
 */
export function installCoreModule(api: CoreApi): void {
  const loader = Module as unknown as { _load: Load };
  const load = loader._load;
  loader._load = function (request, ...rest) {
    return request === '@azure/functions-core' ? api : load.call(this, request, ...rest);
  };
}
