import type { CoreApp } from './core-app.ts';
import type { Binding, LoadedFunction, Log } from './function.ts';
import { setting, type Settings } from './local-settings.ts';

export interface LoadOptions {
  readonly settings: Settings;
  /** Names to load, case not counting; undefined: all. */
  readonly only: readonly string[] | undefined;
  readonly log: Log;
}

/** What the host runs out of what the app registered, in the host's order: by name, case not counting. */
export function loadFunctions(app: CoreApp, { settings, only, log }: LoadOptions): LoadedFunction[] {
  const wanted = only?.map((name) => name.toLowerCase());
  const registered = [...app.functions.values()].map(({ metadata }) => metadata);
  const loaded: LoadedFunction[] = [];
  for (const { name, bindings, retryOptions } of registered) {
    if (wanted !== undefined && !wanted.includes(name.toLowerCase())) continue;
    if (isDisabled(name, settings)) {
      log('info', `Function 'Functions.${name}' is disabled`);
      continue;
    }
    try {
      const resolved = resolveBindings(bindings, settings);
      loaded.push({ name, bindings: resolved, trigger: findTrigger(resolved), retryOptions });
    } catch (error) {
      log('error', `The '${name}' function is in error: ${(error as Error).message}`);
    }
  }
  for (const name of wanted ?? []) {
    if (!registered.some((one) => one.name.toLowerCase() === name))
      log('warn', `No function is named '${name}'.`);
  }
  return loaded.sort((a, b) => compareIgnoringCase(a.name, b.name));
}

function isDisabled(name: string, settings: Settings): boolean {
  return /^(?:true|1)$/i.test(setting(settings, `AzureWebJobs.${name}.Disabled`) ?? '');
}

// .NET's OrdinalIgnoreCase compares upper-case forms by code unit.
function compareIgnoringCase(a: string, b: string): number {
  const [upperA, upperB] = [a.toUpperCase(), b.toUpperCase()];
  return upperA < upperB ? -1 : Number(upperA > upperB);
}

function findTrigger(bindings: LoadedFunction['bindings']): LoadedFunction['trigger'] {
  const found = Object.entries(bindings).find(([, binding]) => /trigger$/i.test(binding.type));
  if (found === undefined)
    throw new Error('No trigger binding specified. A function must have a trigger input binding.');
  return { ...found[1], name: found[0] };
}

function resolveBindings(bindings: LoadedFunction['bindings'], settings: Settings): Record<string, Binding> {
  const entries = Object.entries(bindings).map(([name, binding]) => [
    name,
    resolveBinding(binding, settings),
  ]);
  return Object.fromEntries(entries) as Record<string, Binding>;
}

function resolveBinding(binding: Binding, settings: Settings): Binding {
  const resolve = (value: unknown): unknown =>
    typeof value !== 'string'
      ? value
      : value.replaceAll(/%([^%]+)%/g, (_match, name: string) => {
          const found = setting(settings, name);
          if (found === undefined) throw new Error(`'%${name}%' does not resolve to a value.`);
          return found;
        });
  return Object.fromEntries(Object.entries(binding).map(([key, value]) => [key, resolve(value)])) as Binding;
}
