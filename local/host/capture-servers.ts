import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Server as HttpServer } from 'node:http';
import type { Server } from 'node:net';

export type CapturedServers = readonly Server[];

// Node's own channel of every server that begins to listen.
const channel = 'tracing:net.server.listen:asyncStart';

/** Runs `work` and gives with its result the servers opened meanwhile: the library keeps no handle on its own. */
export async function captureServers<T>(
  work: () => Promise<T>,
): Promise<{ result: T; servers: CapturedServers }> {
  const servers: Server[] = [];
  const onListen = (message: unknown): void => {
    servers.push((message as { server: Server }).server);
  };
  subscribe(channel, onListen);
  try {
    return { result: await work(), servers };
  } finally {
    unsubscribe(channel, onListen);
  }
}

/** Closes them with all their connections. */
export function closeServers(servers: CapturedServers): void {
  for (const server of servers) {
    server.close();
    if (server instanceof HttpServer) server.closeAllConnections();
  }
}
