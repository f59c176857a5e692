import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder with the templates. */
export const infra = join(import.meta.dirname, '../../infra');

/** What a Bicep file declares, read by its lines; its grammar is checked by `test/infra/run.ts`. */
export interface Template {
  readonly file: string;
  /** Without comments. */
  readonly text: string;
  readonly params: readonly { readonly name: string; readonly hasDefault: boolean }[];
  readonly variables: readonly string[];
  readonly outputs: readonly { readonly name: string; readonly value: string }[];
  readonly modules: readonly Module[];
}

export interface Module {
  readonly name: string;
  /** A file beside this one, or an address in the registry. */
  readonly source: string;
  /** Names of the parameters that are given. */
  readonly given: readonly string[];
}

/** Every Bicep file of the deployment, by name. */
export function readTemplates(): ReadonlyMap<string, Template> {
  const files = readdirSync(infra).filter((name) => name.endsWith('.bicep'));
  return new Map(files.map((file) => [file, readTemplate(file)]));
}

function readTemplate(file: string): Template {
  const text = readFileSync(join(infra, file), 'utf8').replaceAll(/^\s*\/\/.*\n/gm, '');
  return {
    file,
    text,
    params: [...text.matchAll(/^param (\w+) [^\n=]*(=)?/gm)].map(([, name = '', equals]) => ({
      name,
      hasDefault: equals !== undefined,
    })),
    variables: [...text.matchAll(/^var (\w+) =/gm)].map(([, name = '']) => name),
    outputs: [...text.matchAll(/^output (\w+) \w+ = (.*)$/gm)].map(([, name = '', value = '']) => ({
      name,
      value,
    })),
    modules: [...text.matchAll(/^module (\w+) '([^']+)' = ([^]*?)^[})\]]/gm)].map(
      ([, name = '', source = '', body = '']) => ({ name, source, given: givenIn(body) }),
    ),
  };
}

function givenIn(body: string): string[] {
  const params = /\bparams: (\{[^]*)/.exec(body)?.[1];
  return params === undefined ? [] : propertiesOf(params);
}

/** The names of the properties of the object with which `text` begins, without those of objects in it. */
export function propertiesOf(text: string): string[] {
  const names: string[] = [];
  const tokens = /'(?:\\.|[^'\\])*'|[{[(]|[}\])]|([A-Za-z_]\w*)(?=: )/g;
  let depth = 0;
  for (const [token, name] of text.matchAll(tokens)) {
    if (name !== undefined && depth === 1) names.push(name);
    if (/^[{[(]$/.test(token)) depth += 1;
    if (/^[}\])]$/.test(token)) depth -= 1;
    if (depth === 0) break;
  }
  return names;
}
