import type { Agent } from 'node:http';
import type { Background } from './background.ts';
import { type CapturedServers, closeServers } from './capture-servers.ts';
import type { CoreApp } from './core-app.ts';
import { withDeadline } from './deadline.ts';
import type { Listener, Log } from './function.ts';
import type { HostServer } from './http/host-server.ts';

export interface StopOptions {
  readonly app: CoreApp;
  readonly server: HostServer;
  readonly listeners: readonly Listener[];
  readonly background: Background;
  readonly agent: Agent;
  /** The library's own. */
  readonly servers: CapturedServers;
  readonly log: Log;
}

/** Ends a host; what has not ended after `drainTimeoutMs` is cut. Never rejects. */
export async function stopHost(options: StopOptions, drainTimeoutMs: number): Promise<void> {
  const { app, server, listeners, background, agent, servers, log } = options;
  const bounded = async (what: string, work: Promise<unknown>): Promise<void> => {
    try {
      await withDeadline(work, drainTimeoutMs, () => new Error(`not done after ${drainTimeoutMs} ms, cut`));
    } catch (error) {
      log('warn', `${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const stopped = Promise.all(listeners.map((listener) => listener.stop()));
  await Promise.all([
    bounded('Stopping listeners', stopped),
    bounded('Draining requests', server.drain()),
    bounded(
      'Waiting for invocations',
      stopped.then(() => background.settle()),
    ),
  ]);
  await bounded('appTerminate hooks', app.hooks.run('appTerminate', app.hooks.appContext()));
  await server.close();
  agent.destroy();
  closeServers(servers);
}
