import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A proxy for HTTPS alone; `asked` and `refused` have a `host:port` for each request, in their order. */
export interface ConnectProxy {
  readonly url: string;
  readonly asked: readonly string[];
  readonly refused: readonly string[];
  readonly close: () => Promise<void>;
}

/** Leads CONNECT requests to the local ports of `routes` (by `host:port`) and refuses all others, and all but CONNECT. */
export async function startConnectProxy(routes: ReadonlyMap<string, number>): Promise<ConnectProxy> {
  const asked: string[] = [];
  const refused: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    refused.push(request.url ?? '');
    response.writeHead(403).end();
  });
  server.on('connect', (request, client: Socket, head: Buffer) => {
    const target = request.url ?? '';
    const port = routes.get(target);
    (port === undefined ? refused : asked).push(target);
    if (port === undefined) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const upstream = join(client, port, head);
    for (const socket of [client, upstream]) sockets.add(socket.once('close', () => sockets.delete(socket)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    refused,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function join(client: Socket, port: number, head: Buffer): Socket {
  const upstream = connect(port, '127.0.0.1', () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    upstream.write(head);
    upstream.pipe(client).pipe(upstream);
  });
  upstream.once('error', () => client.destroy());
  client.once('error', () => upstream.destroy());
  return upstream;
}
