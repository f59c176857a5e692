import { join } from 'node:path';
import { isObject, readJson } from './read-json.ts';
import { StartError } from './start-error.ts';

export type Settings = Record<string, string | undefined>;

export interface Cors {
  readonly origins: readonly string[];
  readonly credentials: boolean;
}

export interface LocalSettings {
  readonly values: Readonly<Record<string, string>>;
  readonly port: number | undefined;
  readonly cors: Cors | undefined;
}

/** Reads `local.settings.json` of an app; without the file nothing is set. */
export function readLocalSettings(scriptRoot: string): LocalSettings {
  const file = readJson(join(scriptRoot, 'local.settings.json')) ?? {};
  if (file['IsEncrypted'] === true) {
    throw new StartError('local.settings.json is encrypted: run "func settings decrypt" first.');
  }
  const values = isObject(file['Values']) ? file['Values'] : {};
  const host = isObject(file['Host']) ? file['Host'] : {};
  const port = Number(host['LocalHttpPort']);
  return {
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(name, value)])),
    port: host['LocalHttpPort'] !== undefined && Number.isInteger(port) ? port : undefined,
    cors: cors(host),
  };
}

/** Gives the environment what it lacks; what is set there already wins. */
export function applySettings(values: LocalSettings['values'], environment: Settings): void {
  for (const [name, value] of Object.entries(values)) environment[name] ??= value;
}

/** A setting by name; as in .NET's configuration, case does not matter. */
export function setting(settings: Settings, name: string): string | undefined {
  if (settings[name] !== undefined) return settings[name];
  const wanted = name.toLowerCase();
  return Object.entries(settings).find(([candidate]) => candidate.toLowerCase() === wanted)?.[1];
}

function text(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new StartError(`local.settings.json: Values.${name} must be a string.`);
}

function cors(host: Record<string, unknown>): Cors | undefined {
  if (typeof host['CORS'] !== 'string') return undefined;
  const origins = host['CORS'].split(',').map((origin) => origin.trim().replace(/\/$/, ''));
  return {
    origins: origins.filter((origin) => origin !== ''),
    credentials: host['CORSCredentials'] === true,
  };
}
