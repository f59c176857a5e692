import { globSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CoreApp } from './core-app.ts';
import { captureServers, type CapturedServers } from './capture-servers.ts';
import { installCoreModule } from './core-module.ts';
import { readJson } from './read-json.ts';
import { StartError } from './start-error.ts';

export interface LoadedApp {
  /** Where the library listens when the app asked for HTTP streaming, as it says in its capability `HttpUri`. */
  readonly streamingUri: string | undefined;
  /** The servers that the library opened for that. */
  readonly servers: CapturedServers;
}

// What the Node worker says of itself before the library adds its own.
const workerCapabilities = {
  RawHttpBodyBytes: 'true',
  RpcHttpTriggerMetadataRemoved: 'true',
  RpcHttpBodyOnly: 'true',
  IgnoreEmptyValuedRpcHttpHeaders: 'true',
  UseNullableValueDictionaryForHttp: 'true',
  WorkerStatus: 'true',
  TypedDataCollection: 'true',
  HandlesWorkerTerminateMessage: 'true',
};

/** Loads the entry points of the app into `app`, runs its appStart hooks and asks for its capabilities. */
export async function loadApp(app: CoreApp, scriptRoot: string): Promise<LoadedApp> {
  installCoreModule(app.api());
  for (const file of entryPoints(scriptRoot)) await loadEntryPoint(app, scriptRoot, file);
  await app.hooks.run('appStart', { ...app.hooks.appContext(), functionAppDirectory: scriptRoot });
  app.lock();
  const { result, servers } = await captureServers(async () =>
    app.model?.getCapabilities({ ...workerCapabilities }),
  );
  return { streamingUri: result?.['HttpUri'], servers };
}

// By depth first, so that `dist/{index.js,functions/*.js}` loads the index, with its setup, before the rest.
function entryPoints(scriptRoot: string): string[] {
  const main = readJson(join(scriptRoot, 'package.json'))?.['main'];
  if (typeof main !== 'string' || main === '') {
    throw new StartError(
      `package.json in ${scriptRoot} names no "main": there is nothing to load (function.json is not read here).`,
    );
  }
  const files = globSync(main.replace(/^\.\//, ''), { cwd: scriptRoot });
  if (files.length === 0) {
    throw new StartError(`Worker was unable to load entry point "${main}": no such file in ${scriptRoot}.`);
  }
  const depth = (file: string): number => file.split(sep).length;
  return files.sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}

async function loadEntryPoint(app: CoreApp, scriptRoot: string, file: string): Promise<void> {
  app.log('debug', 'system', `Loading entry point file "${file}"`);
  try {
    await import(pathToFileURL(join(scriptRoot, file)).href);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(`Worker was unable to load entry point "${file}": ${reason}`, { cause });
  }
  app.log('debug', 'system', `Loaded entry point file "${file}"`);
}
