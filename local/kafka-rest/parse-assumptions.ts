import { type Assumption, type AssumptionName, type Assumptions, assumptions } from './assumptions.ts';

/** Reads `name=value` texts of a command line; throws an Error that names what can be said. */
export function parseAssumptions(texts: readonly string[]): Partial<Assumptions> {
  return Object.fromEntries(texts.map(parseOne));
}

function parseOne(text: string): [string, string] {
  const at = text.indexOf('=');
  const name = text.slice(0, Math.max(at, 0));
  const value = text.slice(at + 1);
  if (!Object.hasOwn(assumptions, name)) {
    throw new Error(`--assume ${text}: say name=value with one of ${Object.keys(assumptions).join(', ')}`);
  }
  const { options }: Assumption = assumptions[name as AssumptionName];
  if (!options.includes(value)) throw new Error(`--assume ${name}: choose one of ${options.join(', ')}`);
  return [name, value];
}
