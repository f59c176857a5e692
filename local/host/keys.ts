import { randomBytes } from 'node:crypto';
import { isObject, readJson } from './read-json.ts';
import { StartError } from './start-error.ts';

type NamedKeys = Readonly<Record<string, string>>;

/** The access keys of a function app. */
export interface Keys {
  /** Opens everything. */
  readonly master: string;
  /** Each opens all HTTP functions of level `function`. */
  readonly host: NamedKeys;
  /** By function name: each opens that function. */
  readonly functions: Readonly<Record<string, NamedKeys>>;
  /** `<extension>_extension` opens that extension's webhook. */
  readonly system: NamedKeys;
}

/** Keys for one run of the host. */
export function makeKeys(): Keys {
  const make = (): string => randomBytes(40).toString('base64url');
  return {
    master: make(),
    host: { default: make() },
    functions: {},
    system: { eventgrid_extension: make() },
  };
}

/** Reads `{"master","host":{name:key},"functions":{fn:{name:key}},"system":{name:key}}`. */
export function readKeys(path: string): Keys {
  const file = readJson(path);
  if (file === undefined) throw new StartError(`There is no key file ${path}.`);
  if (typeof file['master'] !== 'string' || file['master'] === '') {
    throw new StartError(`The key file ${path} has no "master" key.`);
  }
  const functions = isObject(file['functions']) ? file['functions'] : {};
  return {
    master: file['master'],
    host: named(path, file['host']),
    functions: Object.fromEntries(Object.entries(functions).map(([fn, keys]) => [fn, named(path, keys)])),
    system: named(path, file['system']),
  };
}

function named(path: string, value: unknown): NamedKeys {
  if (value === undefined) return {};
  const isKey = (key: unknown): boolean => typeof key === 'string' && key !== '';
  if (isObject(value) && Object.values(value).every(isKey)) return value as NamedKeys;
  throw new StartError(`The key file ${path} must give each key a name: {"default":"…"}.`);
}
