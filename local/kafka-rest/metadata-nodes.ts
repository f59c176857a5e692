import type { Log } from './log.ts';
import { MetadataCache } from './metadata-cache.ts';

export interface MetadataOptions {
  /** How often the cache looks at the cluster; 2,000 if left out, 0: always live. */
  readonly refreshMs?: number;
  /** How many nodes answer in turn, each with a cache of its own: 1 if left out, 2 in HDInsight. */
  readonly nodeCount?: number;
}

/** The caches of the management nodes behind the proxy's one address; requests meet them in turn. */
export class MetadataNodes {
  readonly #caches: readonly MetadataCache[];
  #turn = 0;

  constructor({ refreshMs = 2000, nodeCount = 1 }: MetadataOptions, log: Log, now: () => number) {
    this.#caches = Array.from(
      { length: nodeCount },
      (_, node) => new MetadataCache({ log, refreshMs, now, phaseMs: (refreshMs / nodeCount) * node }),
    );
  }

  /** Partition counts by topic name, as the node whose turn it is knows them. */
  counts(): Promise<ReadonlyMap<string, number>> {
    const cache = this.#caches[this.#turn++ % this.#caches.length];
    if (cache === undefined) throw new RangeError('The proxy needs at least one node');
    return cache.counts();
  }

  /** Makes the refreshes that are due, so that a change made next is not in them. */
  async settle(): Promise<void> {
    await Promise.all(this.#caches.filter((cache) => cache.isDue()).map((cache) => cache.refresh()));
  }

  /** Looks at the log now, on all nodes, frozen or not. */
  async refresh(): Promise<void> {
    await Promise.all(this.#caches.map((cache) => cache.refresh()));
  }

  /** From now on new topics and partitions do not show, on any node. */
  freeze(): void {
    for (const cache of this.#caches) cache.freeze();
  }

  thaw(): void {
    for (const cache of this.#caches) cache.thaw();
  }
}
