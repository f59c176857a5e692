import { join } from 'node:path';
import { Background } from './background.ts';
import { listFunctions } from './banner.ts';
import { CoreApp } from './core-app.ts';
import type { Invoke, LoadedFunction } from './function.ts';
import { type HostJson, readHostJson } from './host-json.ts';
import { forwardAgent } from './http/forward.ts';
import { type HostServer, openHostServer } from './http/host-server.ts';
import { buildRoutes, type Route } from './http/route-table.ts';
import { serveHttp } from './http/serve-http.ts';
import { type HostIdentity, hostSettings, identify } from './identity.ts';
import { createInvoke } from './invoke.ts';
import { type Keys, makeKeys, readKeys } from './keys.ts';
import { createListeners, type Listeners } from './listeners.ts';
import { loadApp } from './load-app.ts';
import { loadFunctions } from './load-functions.ts';
import { applySettings, type Cors, readLocalSettings, type Settings } from './local-settings.ts';
import { createLog, type HostLog } from './log.ts';
import { stopHost } from './stop-host.ts';
import { writeEntry } from './write-entry.ts';

export interface StartOptions {
  /** The app's folder: host.json, package.json, local.settings.json. */
  readonly scriptRoot: string;
  /** 0: a free one. Left out: LocalHttpPort of local.settings.json, else 7071. */
  readonly port?: number | undefined;
  /** Names to load; left out: host.json's `functions`, else all. */
  readonly functions?: readonly string[] | undefined;
  readonly enableAuth: boolean;
  readonly keysFile?: string | undefined;
  readonly verbose: boolean;
  readonly messageLeaseMs: number;
  readonly earlyStreamErrors: boolean;
  readonly proxyTimeoutMs: number;
  /** Read, and given what it lacks of local.settings.json: the app reads the same. */
  readonly environment: Settings;
  readonly write: (text: string) => void;
}

export interface RunningHost {
  readonly port: number;
  /**
   * Takes no new work, lets what runs end within `drainTimeoutMs`, runs the appTerminate hooks and closes everything.
   * Never rejects; calling it again waits for the first call.
   */
  readonly stop: (drainTimeoutMs: number) => Promise<void>;
}

const defaultPort = 7071;

/** Runs the app in `scriptRoot`, one per process; rejects with a StartError when it cannot be started. */
export async function startHost(options: StartOptions): Promise<RunningHost> {
  const { scriptRoot, environment } = options;
  const local = readLocalSettings(scriptRoot);
  applySettings(local.values, environment);
  const hostJson = readHostJson(scriptRoot, environment);
  const log = createLog({ write: options.write, levels: hostJson.logLevels, verbose: options.verbose });
  const keys = options.enableAuth ? chooseKeys(options, log) : undefined;
  const server = await openHostServer(options.port ?? local.port ?? defaultPort);
  applySettings(hostSettings(server.port), environment);
  try {
    return await run(options, { hostJson, log, keys, server, cors: local.cors });
  } catch (error) {
    await server.close();
    throw error;
  }
}

interface Prepared {
  readonly hostJson: HostJson;
  readonly log: HostLog;
  readonly keys: Keys | undefined;
  readonly server: HostServer;
  readonly cors: Cors | undefined;
}

async function run(options: StartOptions, prepared: Prepared): Promise<RunningHost> {
  const { log: hostLog, server } = prepared;
  const startMs = performance.now();
  const log = hostLog.of('Host');
  const app = new CoreApp((entry) => {
    writeEntry(hostLog, entry);
  });
  const loaded = await loadApp(app, options.scriptRoot);
  const identity = identify(options.scriptRoot);
  const work = findWork(app, identity, options, prepared);
  const background = new Background();
  const agent = forwardAgent();
  const listener = { ...options, ...prepared, ...work, identity, settings: options.environment, agent, log };
  server.serve(serveHttp({ ...listener, streamingUri: loaded.streamingUri, onBackground: background.add }));
  hostLog.print(listFunctions(work.functions, work.routes, server.port));
  hostLog.print(`Now listening on: http://127.0.0.1:${server.port}`);
  for (const one of work.listeners) await one.start();
  log('info', `Host lock lease acquired by instance ID '${identity.instanceId}'.`);
  log('info', `Host started (${Math.round(performance.now() - startMs)}ms)`);
  const parts = { app, server, listeners: work.listeners, background, agent, servers: loaded.servers, log };
  let stopping: Promise<void> | undefined;
  return {
    port: server.port,
    stop: (drainTimeoutMs) => (stopping ??= stopHost(parts, drainTimeoutMs)),
  };
}

interface Work extends Listeners {
  readonly functions: readonly LoadedFunction[];
  readonly routes: readonly Route[];
  readonly invoke: Invoke;
}

function findWork(app: CoreApp, { hostId }: HostIdentity, options: StartOptions, prepared: Prepared): Work {
  const { hostJson, log: hostLog } = prepared;
  const { scriptRoot, environment: settings, messageLeaseMs } = options;
  const log = hostLog.of('Host');
  const functions = loadFunctions(app, { settings, only: options.functions ?? hostJson.functions, log });
  if (functions.length === 0) {
    log('warn', `No functions were found: nothing in ${scriptRoot} was registered.`);
  }
  const routes = buildRoutes(functions, hostJson.http.routePrefix, log);
  const invoke = createInvoke({ app, log: hostLog.of('Function'), timeoutMs: hostJson.functionTimeoutMs });
  const stateFolder = join(scriptRoot, '.local', 'host');
  const listening = { invoke, log, settings, queues: hostJson.queues, hostId, messageLeaseMs, stateFolder };
  return { functions, routes, invoke, ...createListeners(functions, listening) };
}

function chooseKeys({ keysFile }: StartOptions, log: HostLog): Keys {
  if (keysFile !== undefined) return readKeys(keysFile);
  const keys = makeKeys();
  log.print(`Keys are asked for. Master key, made for this run: ${keys.master}`);
  return keys;
}
