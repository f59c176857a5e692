import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can be cut, as a network cuts it: without a word to either side. */
export interface CuttingRelay {
  /** The same address on this relay's port. */
  readonly url: string;
  /** Resets all connections that are open now. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

/** Passes on what comes for an address of this machine. */
export async function startCuttingRelay(url: string): Promise<CuttingRelay> {
  const target = new URL(url);
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), '127.0.0.1');
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of open) socket.resetAndDestroy();
  };
  const here = new URL(url);
  here.port = String((server.address() as AddressInfo).port);
  return {
    url: here.toString(),
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        cut();
      }),
  };
}
