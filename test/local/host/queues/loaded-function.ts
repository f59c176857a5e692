import type { Binding, LoadedFunction } from '../../../../local/host/function.ts';

/** A function as the app would have registered it: its trigger's binding is named `input`. */
export function loadedFunction(
  trigger: Binding,
  outputs: Readonly<Record<string, Binding>> = {},
  retryOptions?: unknown,
): LoadedFunction {
  const named = { ...trigger, direction: 'in' as const, name: 'input' };
  return { name: 'work', trigger: named, bindings: { input: named, ...outputs }, retryOptions };
}
