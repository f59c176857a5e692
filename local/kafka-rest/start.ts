import type { RequestListener } from 'node:http';
import { setTimeout as timer } from 'node:timers/promises';
import { Faults } from '../stand-in/faults.ts';
import { listen, type ListenOptions, type Running, serve } from '../stand-in/serve.ts';
import { TokenCheck, type TokenRules } from './access.ts';
import { assume, type Assumptions } from './assumptions.ts';
import { proxyBehaviour } from './behaviour.ts';
import { type IssuerKeys, issuerKeys } from './issuer-keys.ts';
import { Load, type LoadOptions } from './load.ts';
import type { Log } from './log.ts';
import { MemoryLog } from './memory-log.ts';
import { type MetadataOptions, MetadataNodes } from './metadata-nodes.ts';
import { Partitioner } from './partitioner.ts';
import { Refusal } from './refusal.ts';

export interface KafkaRestOptions extends ListenOptions, LoadOptions {
  /** How tokens are checked; `unchecked` lets everyone in, and has to be said. */
  readonly tokens: 'unchecked' | (Omit<TokenRules, 'keys'> & { readonly keys: IssuerKeys });
  /** Left out: a `MemoryLog` of this stand-in's clock. Whoever passes one also closes it. */
  readonly log?: Log;
  readonly metadata?: MetadataOptions;
  /** Guesses about the real proxy that differ from the defaults in `assumptions.ts`. */
  readonly assume?: Partial<Assumptions>;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** From 0 to below 1; chooses the sticky partitions. */
  readonly random?: () => number;
  /** For latency and queue; has to reject when the signal is aborted. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface KafkaRest extends Running {
  readonly faults: Faults;
  readonly log: Log;
  /** `freeze` and `thaw` make metadata stale and fresh again; `refresh` shows new topics at once. */
  readonly metadata: MetadataNodes;
  readonly assumptions: Assumptions;
}

/** Starts the stand-in of the HDInsight Kafka REST proxy; rejects with `EADDRINUSE` when the port is taken. */
export async function startKafkaRest(options: KafkaRestOptions): Promise<KafkaRest> {
  const { now = Date.now, random = Math.random, sleep: pause = sleepUntilAborted } = options;
  const closing = new AbortController();
  const sleep = (ms: number) =>
    pause(ms, closing.signal).catch((): never => {
      throw new Refusal(503, 'The proxy is stopping');
    });
  const log = options.log ?? new MemoryLog({ now });
  const assumptions = assume(options.assume);
  const metadata = new MetadataNodes(options.metadata ?? {}, log, now);
  const partitioner = new Partitioner(assumptions['keyless-partitioner'], random);
  const faults = new Faults();
  await metadata.refresh();
  const behaviour = proxyBehaviour({
    proxy: { log, metadata, partitioner, assumptions, now, sleep },
    faults,
    load: new Load(options, now, sleep),
    tokens: tokenCheck(options, now),
  });
  const running = await listen(withStaleSwitch(serve(behaviour), metadata), options);
  const close = () => {
    closing.abort();
    return running.close();
  };
  return { ...running, faults, log, metadata, assumptions, close };
}

function tokenCheck({ tokens }: KafkaRestOptions, now: () => number): TokenCheck | undefined {
  if (tokens === 'unchecked') return undefined;
  return new TokenCheck({ ...tokens, keys: issuerKeys(tokens.keys) }, now);
}

// Beside the fault routes that every stand-in has: PUT and DELETE /__stale-metadata.
function withStaleSwitch(proxy: RequestListener, metadata: MetadataNodes): RequestListener {
  return (request, response) => {
    if (request.url !== '/__stale-metadata') {
      proxy(request, response);
      return;
    }
    if (request.method === 'PUT') metadata.freeze();
    if (request.method === 'DELETE') metadata.thaw();
    response.writeHead(['PUT', 'DELETE'].includes(request.method ?? '') ? 204 : 405).end();
  };
}

async function sleepUntilAborted(ms: number, signal: AbortSignal): Promise<void> {
  await timer(ms, undefined, { signal });
}
