import type { LoadedFunction } from './function.ts';
import type { Route } from './http/route-table.ts';

/** The list of functions as Core Tools prints it: HTTP functions with verbs and address, then the others. */
export function listFunctions(
  functions: readonly LoadedFunction[],
  routes: readonly Route[],
  port: number,
): string {
  const http = routes.map(({ fn, methods, template }) => {
    const verbs = methods.length === 0 ? '' : `[${methods.join(',')}] `;
    return `\t${fn.name}: ${verbs}http://localhost:${port}/${template}`;
  });
  const others = functions
    .filter(({ trigger }) => trigger.type.toLowerCase() !== 'httptrigger')
    .map(({ name, trigger }) => `\t${name}: ${trigger.type}`);
  return ['', 'Functions:', ...http, ...others, ''].join('\n\n').slice(1);
}
