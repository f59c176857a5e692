import { afterEach, describe, expect, test } from '@jest/globals';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { watchConnections } from '../../../shared/http/connection.ts';

let server: Server;
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

/** Calls a server with this id; resolves when it has the request and has not answered yet. */
async function called(id: string) {
  server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const caller = request({ host: '127.0.0.1', port, headers: { 'x-ms-invocation-id': id } });
  caller.on('error', () => undefined).end();
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  return { caller, response };
}

describe('watchConnections', () => {
  test('finds nothing where no server of this process is called', () => {
    server = createServer();
    expect(watchConnections()('one')).toBeUndefined();
  });

  test('finds the connection of an invocation until its answer is complete, and not its end for a close', async () => {
    const find = watchConnections();
    const { caller, response } = await called('one');
    const connection = find('one');
    expect(connection?.closed.aborted).toBe(false);
    let overs = 0;
    const over = () => (overs += 1);
    connection?.onOver(over);
    expect(overs).toBe(0);
    const closed = once(response, 'close');
    const answered = once(caller, 'response') as Promise<[IncomingMessage]>;
    response.end('done');
    (await answered)[0].resume();
    await closed;
    expect(connection?.closed.aborted).toBe(false);
    expect(overs).toBe(1);
    connection?.onOver(over);
    // It is remembered no longer.
    find('one')?.onOver(over);
    expect(overs).toBe(3);
    expect(find('one')?.closed.aborted).toBe(true);
  });

  test('tells of a caller that leaves, before and after it was asked', async () => {
    const find = watchConnections();
    const { caller, response } = await called('one');
    const connection = find('one');
    let overs = 0;
    connection?.onOver(() => (overs += 1));
    caller.destroy();
    await once(response, 'close');
    expect(overs).toBe(1);
    expect(connection?.closed.aborted).toBe(true);
    expect(find('one')?.closed.aborted).toBe(true);
  });

  test('cuts an answer that is not taken in time, once somebody waits for its end', async () => {
    const find = watchConnections(60_000, 10);
    const { response } = await called('one');
    const over = new Promise<void>((resolve) => find('one')?.onOver(resolve));
    // Nobody reads it: more than fits between two sockets.
    response.end(Buffer.alloc(64 * 1024 * 1024));
    await over;
    expect(response.writableFinished).toBe(false);
  });
});
