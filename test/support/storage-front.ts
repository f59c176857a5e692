import { type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import { listen } from '../../local/stand-in/serve.ts';

/** What becomes of one request to the tables; `lose` lets it happen and cuts the answer. */
export type Verdict = 'pass' | 'cut' | 'hang' | 'lose';

/** A real Azurite whose tables are reached through a front that can misbehave and whose clock can be moved. */
export interface StorageFront {
  readonly connectionString: string;
  /** Added to the Date of every answer. */
  laterMs: number;
  /** Asked for each request to the tables. */
  judge: (method: string, path: string) => Verdict;
  readonly requests: () => number;
  readonly close: () => Promise<void>;
}

export async function startStorageFront(): Promise<StorageFront> {
  const azurite = await startAzurite();
  const behind = new URL(azurite.tableUrl);
  let requests = 0;
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
    answer.pipe(response);
  }

  const state: StorageFront = {
    connectionString: throughFront(azurite, front.port),
    laterMs: 0,
    judge: () => 'pass',
    requests: () => requests,
    close: async () => {
      await front.close();
      await azurite.stop();
    },
  };
  return state;
}

function throughFront({ connectionString, tableUrl }: Azurite, port: number): string {
  return connectionString.replace(tableUrl, tableUrl.replace(/:\d+\//, `:${port}/`));
}
