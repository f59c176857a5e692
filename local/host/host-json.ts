import { join } from 'node:path';
import type { Settings } from './local-settings.ts';
import { isObject, readJson } from './read-json.ts';
import { StartError } from './start-error.ts';
import { parseTimeSpan } from './time-span.ts';

export interface HostJson {
  /** Infinity: none. */
  readonly functionTimeoutMs: number;
  /** Names to load; undefined: all. */
  readonly functions: readonly string[] | undefined;
  readonly http: {
    readonly routePrefix: string;
    /** Infinity: unlimited, the default outside of the consumption plan. */
    readonly maxOutstandingRequests: number;
    readonly maxConcurrentRequests: number;
  };
  /** `extensions.queues` as written, for the queue listener to read. */
  readonly queues: Readonly<Record<string, unknown>>;
  /** Log level names by category; `default` for all others. */
  readonly logLevels: Readonly<Record<string, string>>;
}

// What the real host takes on every plan but the classic consumption one.
const defaultTimeout = '00:30:00';

/** Reads an app's host.json with the overrides `AzureFunctionsJobHost__…` of the environment. */
export function readHostJson(scriptRoot: string, environment: Settings): HostJson {
  const file = readJson(join(scriptRoot, 'host.json'));
  if (file === undefined) throw new StartError(`No host.json in ${scriptRoot}: this is not a function app.`);
  if (file['version'] !== '2.0') throw new StartError('host.json must say "version": "2.0".');
  override(file, environment);
  const http = section(section(file, 'extensions'), 'http');
  const functions = file['functions'] === undefined ? undefined : strings(file['functions']);
  return {
    functionTimeoutMs: timeoutMs(file['functionTimeout'] ?? defaultTimeout),
    functions,
    http: {
      routePrefix: typeof http['routePrefix'] === 'string' ? http['routePrefix'] : 'api',
      maxOutstandingRequests: limit(http, 'maxOutstandingRequests'),
      maxConcurrentRequests: limit(http, 'maxConcurrentRequests'),
    },
    queues: section(section(file, 'extensions'), 'queues'),
    logLevels: Object.fromEntries(
      Object.entries(section(section(file, 'logging'), 'logLevel')).map(([name, level]) => [
        name,
        String(level),
      ]),
    ),
  };
}

// `logging__…` counts without the prefix too: the real host reads it from the environment's own configuration.
function override(file: Record<string, unknown>, environment: Settings): void {
  for (const [name, value] of Object.entries(environment)) {
    const path = /^(?:AzureFunctionsJobHost(?:__|:)|(?=logging(?:__|:)))(.+)$/i.exec(name)?.[1];
    if (path !== undefined && value !== undefined) setAt(file, path.split(/__|:/), primitive(value));
  }
}

function setAt(target: Record<string, unknown>, [name = '', ...rest]: string[], value: unknown): void {
  const key = Object.keys(target).find((known) => known.toLowerCase() === name.toLowerCase()) ?? name;
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner = target[key];
  const next: Record<string, unknown> = isObject(inner)
    ? inner
    : Object.fromEntries(Object.entries(inner ?? {}));
  target[key] = next;
  setAt(next, rest, value);
}

function primitive(text: string): string | number | boolean {
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

function section(parent: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = parent[name];
  return isObject(value) ? value : {};
}

function strings(value: unknown): string[] {
  return Object.values(value ?? {}).map(String);
}

function limit(http: Record<string, unknown>, name: string): number {
  const value = http[name] ?? -1;
  if (!Number.isInteger(value))
    throw new StartError(`host.json: extensions.http.${name} must be a whole number.`);
  return (value as number) < 0 ? Infinity : (value as number);
}

function timeoutMs(value: unknown): number {
  if (value === '-1' || value === -1) return Infinity;
  const ms = typeof value === 'string' ? parseTimeSpan(value) : undefined;
  if (ms === undefined || ms <= 0) throw new StartError('host.json: functionTimeout must be hh:mm:ss or -1.');
  return ms;
}
