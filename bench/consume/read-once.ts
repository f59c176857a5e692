import { HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import { readPartition } from '../../functions/http/read-partition.ts';
import type { Dependencies } from '../../shared/dependencies.ts';
import { handle } from '../../shared/http/handle.ts';

/** A caller that takes all that it is given at once, as long as it lasts. */
const connection = {
  closed: new AbortController().signal,
  onOver: (then: () => void) => {
    then();
  },
  drained: () => Promise.resolve(),
  cut: () => undefined,
};

/** Reads partition `partition` of the topic `bench` through the handler, as the library would; gives the bytes. */
export function readThroughHandler(
  dependencies: Dependencies,
  partition: number,
  query: string,
): () => Promise<number> {
  const handler = handle(
    (request, call) => readPartition(request, dependencies, call),
    () => connection,
  );
  return async () => {
    const request = new HttpRequest({
      method: 'GET',
      url: `http://localhost:7071/api/topics/bench/partitions/${partition}/records?${query}`,
      params: { topic: 'bench', partition: String(partition) },
    });
    const answer = (await handler(
      request,
      new InvocationContext({ logHandler: () => undefined }),
    )) as HttpResponseInit;
    if (answer.status !== 200) throw new Error(`answered ${answer.status ?? ''}`);
    if (typeof answer.body === 'string') return Buffer.byteLength(answer.body);
    let bytes = 0;
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) bytes += chunk.byteLength;
    return bytes;
  };
}
