import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartError } from '../start-error.ts';
import type { HostListener } from './host-listener.ts';

/** The host's port, open before there is anything to answer: early requests wait for `serve`. */
export interface HostServer {
  readonly port: number;
  readonly serve: (listener: HostListener) => void;
  /** Takes no new requests; resolves when those that run are answered. */
  readonly drain: () => Promise<void>;
  /** Ends every connection and frees the port. */
  readonly close: () => Promise<void>;
}

/** Listens on 127.0.0.1 as Core Tools does; 0: a free port. Rejects with a StartError when the port is taken. */
export async function openHostServer(port: number): Promise<HostServer> {
  const listener = Promise.withResolvers<HostListener>();
  const running = new Set<ServerResponse>();
  const idle = Promise.withResolvers<undefined>();
  let isDraining = false;
  const server = createServer((request, response) => {
    if (isDraining) {
      response.writeHead(503, { connection: 'close' }).end();
      return;
    }
    running.add(response);
    response.once('close', () => {
      running.delete(response);
      if (isDraining && running.size === 0) idle.resolve(undefined);
    });
    void listener.promise.then((serve) => serve(request, response));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? portTaken(port) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const closed = new Promise((resolve) => server.once('close', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    serve: listener.resolve,
    drain: async () => {
      isDraining = true;
      server.close();
      if (running.size > 0) await idle.promise;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function portTaken(port: number): StartError {
  return new StartError(
    `Port ${port} is unavailable. Close the process using that port, or specify another port using --port [-p].`,
  );
}
