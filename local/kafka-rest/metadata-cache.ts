import type { Log } from './log.ts';

export interface MetadataCacheOptions {
  readonly log: Log;
  readonly refreshMs: number;
  readonly now: () => number;
  /** How far into its refresh interval this cache starts, so that two nodes do not refresh together. */
  readonly phaseMs: number;
}

/**
 * Topic names and partition counts as one management node of the proxy knows them: as old as its last refresh. There
 * is no timer: a refresh that is due is made when someone looks, and before a topic is created.
 */
export class MetadataCache {
  readonly #options: MetadataCacheOptions;
  #counts: ReadonlyMap<string, number> = new Map();
  #refreshedAt = -Infinity;
  #frozen = false;
  #refreshing: Promise<void> | undefined;

  constructor(options: MetadataCacheOptions) {
    this.#options = options;
  }

  /** Partition counts by topic name. */
  async counts(): Promise<ReadonlyMap<string, number>> {
    if (this.isDue()) await this.refresh();
    return this.#counts;
  }

  isDue(): boolean {
    return !this.#frozen && this.#options.now() - this.#refreshedAt >= this.#options.refreshMs;
  }

  /** Looks at the log now; several callers share one look. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#load().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** From now on new topics and partitions do not show. */
  freeze(): void {
    this.#frozen = true;
  }

  thaw(): void {
    this.#frozen = false;
  }

  async #load(): Promise<void> {
    const { log, now, phaseMs, refreshMs } = this.#options;
    const at = now();
    const topics = await log.topics();
    this.#counts = new Map(topics.map(({ name, partitionCount }) => [name, partitionCount]));
    // The first refresh sets the phase, later ones keep it, as a timer would.
    const since = Number.isFinite(this.#refreshedAt) ? at - this.#refreshedAt : phaseMs;
    const late = refreshMs === 0 ? 0 : since % refreshMs;
    this.#refreshedAt = at - late;
  }
}
