import { type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { startAzurite } from '../../local/azurite.ts';
import { listen } from '../../local/stand-in/serve.ts';

/** What becomes of one request to the storage; `lose` lets it happen and cuts the answer, `stall` begins it only. */
export type Verdict = 'pass' | 'cut' | 'hang' | 'lose' | 'stall';

/** A real Azurite, a service of which is reached through a front that can misbehave and whose clock can be moved. */
export interface StorageFront {
  readonly connectionString: string;
  /** Added to the Date of every answer. */
  laterMs: number;
  /** Asked for each request to the service. */
  judge: (method: string, path: string) => Verdict;
  readonly requests: () => number;
  /** Of the content of all answers so far. */
  readonly bytesSent: () => number;
  readonly close: () => Promise<void>;
}

export async function startStorageFront(
  service: 'tableUrl' | 'blobUrl' | 'queueUrl' = 'tableUrl',
): Promise<StorageFront> {
  const azurite = await startAzurite();
  const behind = new URL(azurite[service]);
  let requests = 0;
  let bytesSent = 0;
  const front = await listen((incoming, response) => {
    requests += 1;
    pass(incoming, response).catch(() => response.destroy());
  });

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = incoming;
    const verdict = state.judge(method, path);
    if (verdict === 'hang') return;
    if (verdict === 'cut') {
      response.destroy();
      return;
    }
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const onward = httpRequest(
        { host: behind.hostname, port: behind.port, method, path, headers },
        resolve,
      );
      onward.once('error', reject);
      incoming.pipe(onward);
    });
    const date = new Date(Date.parse(answer.headers.date ?? '') + state.laterMs).toUTCString();
    if (verdict === 'lose') {
      answer.resume();
      response.destroy();
      return;
    }
    response.writeHead(answer.statusCode ?? 500, { ...answer.headers, date });
    answer.on('data', (chunk: Buffer) => (bytesSent += chunk.length));
    if (verdict === 'stall') answer.once('data', (chunk: Buffer) => response.write(chunk.subarray(0, 1)));
    else answer.pipe(response);
  }

  const state: StorageFront = {
    connectionString: azurite.connectionString.replace(
      behind.href,
      behind.href.replace(behind.port, String(front.port)),
    ),
    laterMs: 0,
    judge: () => 'pass',
    requests: () => requests,
    bytesSent: () => bytesSent,
    close: async () => {
      await front.close();
      await azurite.stop();
    },
  };
  return state;
}
