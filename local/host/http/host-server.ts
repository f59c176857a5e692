import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Background } from '../background.ts';
import { StartError } from '../start-error.ts';
import type { HostListener } from './host-listener.ts';
import { Turns } from './turns.ts';

/** The host's port, open before there is anything to answer: early requests wait for `serve`. */
export interface HostServer {
  readonly port: number;
  readonly serve: (listener: HostListener) => void;
  /** Takes no new requests; resolves when those that run are done. */
  readonly drain: () => Promise<void>;
  /** Ends every connection and frees the port. */
  readonly close: () => Promise<void>;
}

// What the real host's server grants: Node's own 5 s make callers find their kept connections closed.
const kestrel = { keepAliveTimeout: 130_000, maxHeaderSize: 32_768 };

/** Listens on 127.0.0.1 as Core Tools does; 0: a free port. Rejects with a StartError when the port is taken. */
export async function openHostServer(port: number): Promise<HostServer> {
  const listener = Promise.withResolvers<HostListener>();
  const running = new Background();
  const turns = new Turns();
  let isDraining = false;
  const server = createServer(kestrel, (request, response) => {
    if (isDraining) {
      response.writeHead(503, { connection: 'close' }).end();
      return;
    }
    // Both count: an answer may outlast its function, and a function the caller.
    const answered = new Promise((resolve) => response.once('close', resolve));
    const served = turns.next().then(async () => (await listener.promise)(request, response));
    running.add(Promise.all([answered, served]));
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
      await running.settle();
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
