import { deepStrictEqual as same, ok } from 'node:assert/strict';

/** One partition as the log itself has it. */
export interface Truth {
  readonly earliest: number;
  readonly end: number;
  /** Of the records there are. */
  readonly offsets: readonly number[];
  /** Of the same records; they never go back. */
  readonly timestamps: readonly number[];
}

/** Where a group is put in the whole topic. */
export type At = 'earliest' | 'latest' | { readonly timestampMs: number };

/** The offset of a place, by looking at every record. */
export function offsetAt({ earliest, end, offsets, timestamps }: Truth, at: At): number {
  if (at === 'earliest') return earliest;
  if (at === 'latest') return end;
  return offsets[timestamps.findIndex((each) => each >= at.timestampMs)] ?? end;
}

/** What a fetch was given, as its member knows it. */
export interface Handed {
  readonly lease: string;
  readonly partitions: ReadonlyMap<number, { readonly from: number; readonly next: number }>;
}

interface Holder {
  readonly lease: string;
  readonly from: number;
  readonly next: number;
  readonly endsAtMs: number;
}

interface PartitionModel {
  committed: number | null;
  begun: number | null;
  holder: Holder | null;
  committedBy: string;
  endedBy: string;
  /** Offset → how often it was handed out since it was last committed or reset. */
  counts: Map<number, number>;
  /** The counts are not known to the model: an answer was lost, or the topic is another one. */
  isLoose: boolean;
}

interface Answer {
  readonly records: readonly { readonly json: Buffer; readonly deliveryCount: number }[];
  readonly lease: string | null;
  readonly leaseUntilMs: number | null;
  readonly partitions: readonly {
    readonly partition: number;
    readonly committed: number | null;
    readonly nextOffset: number;
    readonly skipped?: { readonly from: number; readonly to: number };
  }[];
  readonly leasedElsewhere: readonly { readonly partition: number }[];
  readonly passedOver: readonly { readonly partition: number; readonly offset: number }[];
}

export interface Asked {
  readonly partitions: readonly number[];
  readonly count: number;
  /** Of the records' JSON; the first record comes whatever its size. */
  readonly maxBytes: number;
  readonly leaseMs: number;
  readonly maxDeliveries: number;
  /** Nothing else happened at the same time: then it is known what has to be given. */
  readonly isAlone: boolean;
}

/** What a group has to be, in plain arrays: told of everything that happens, it fails where an answer cannot be. */
export class Model {
  readonly partitions: PartitionModel[] = [];
  exists = false;
  nowMs: number;

  constructor(count: number, nowMs: number) {
    this.nowMs = nowMs;
    this.grow(count);
  }

  grow(count: number): void {
    while (this.partitions.length < count) {
      this.partitions.push({
        committed: null,
        // The log of a partition that comes later begins at 0, and with it the group.
        begun: this.exists ? 0 : null,
        holder: null,
        committedBy: '',
        endedBy: '',
        counts: new Map(),
        isLoose: false,
      });
    }
  }

  /** The store's clock as an answer tells it: without fractions of a second. */
  get dateMs(): number {
    return Math.floor(this.nowMs / 1000) * 1000;
  }

  of(partition: number): PartitionModel {
    const found = this.partitions[partition];
    ok(found !== undefined, `no partition ${partition}`);
    return found;
  }

  isLeased(partition: number): boolean {
    return this.dateMs < (this.of(partition).holder?.endsAtMs ?? 0);
  }

  holds(lease: string, partition: number): Holder | undefined {
    const { holder } = this.of(partition);
    return holder?.lease === lease && this.isLeased(partition) ? holder : undefined;
  }

  positionOf(partition: number): number | null {
    const { committed, begun } = this.of(partition);
    return committed ?? begun;
  }

  isAhead(partition: number, truth: Truth | undefined): boolean {
    return !this.isLeased(partition) && (this.positionOf(partition) ?? 0) > (truth?.end ?? 0);
  }

  /** A new group begins everywhere at once; only what lies before another place than the earliest counts as committed. */
  begin(truth: readonly Truth[], at: At): void {
    this.exists = true;
    for (const [partition, log] of truth.entries()) {
      this.of(partition)[at === 'earliest' ? 'begun' : 'committed'] = offsetAt(log, at);
    }
  }

  /** Takes over which records became dead letters; of fetches at the same time these come before what was handed out. */
  passedOver(answer: Pick<Answer, 'passedOver'>, asked: Asked, truth: readonly Truth[]): void {
    for (const { partition, offset } of answer.passedOver) this.#passOver(partition, offset, asked, truth);
  }

  /** Checks what a fetch answered beside that, and takes it over. */
  fetched(answer: Answer, asked: Asked, truth: readonly Truth[]): Handed | undefined {
    const records = answer.records.map(({ json, deliveryCount }) => ({
      ...(JSON.parse(json.toString()) as { partition: number; offset: number }),
      deliveryCount,
    }));
    ok(records.length <= asked.count, 'more records than were asked for');
    const bytes = answer.records.reduce((sum, { json }) => sum + json.length, 0);
    ok(bytes <= asked.maxBytes || records.length === 1, 'more bytes than were asked for');
    const { lease } = answer;
    if (lease === null) {
      same([records, answer.partitions], [[], []], 'records without a lease');
      if (asked.isAlone) this.#checkNothing(answer, asked, truth);
      return undefined;
    }
    if (!this.exists) this.begin(truth, 'earliest');
    ok(records.length > 0, 'a lease without records');
    const until = answer.leaseUntilMs ?? 0;
    ok(
      until <= this.nowMs + asked.leaseMs && until > this.nowMs + asked.leaseMs - 1000,
      'a wrong end of the lease',
    );
    const partitions = new Map<number, { from: number; next: number }>();
    for (const given of answer.partitions) {
      ok(asked.partitions.includes(given.partition), 'a partition that was not asked for');
      const own = records.filter(({ partition }) => partition === given.partition);
      partitions.set(given.partition, this.#handOut(given, own, lease, asked, truth));
    }
    ok(
      records.every(({ partition }) => partitions.has(partition)),
      'a record of a partition that is not leased',
    );
    return { lease, partitions };
  }

  #startOf(partition: number, { earliest }: Truth): number {
    return Math.max(this.positionOf(partition) ?? earliest, earliest);
  }

  #handOut(
    given: Answer['partitions'][number],
    records: readonly { readonly offset: number; readonly deliveryCount: number }[],
    lease: string,
    { leaseMs }: Asked,
    truth: readonly Truth[],
  ): { from: number; next: number } {
    const { partition, nextOffset: next } = given;
    const model = this.of(partition);
    const log = truth[partition];
    ok(log !== undefined);
    ok(
      (model.holder?.endsAtMs ?? 0) <= this.nowMs,
      `handed out twice within a lease: partition ${partition}`,
    );
    const from = this.#startOf(partition, log);
    const position = this.positionOf(partition);
    const left = log.offsets.filter((offset) => offset >= from);
    const offsets = records.map(({ offset }) => offset);
    ok(offsets.length > 0, 'a leased partition without records');
    same(
      offsets,
      left.slice(0, offsets.length),
      `skipped, or handed out after it was committed: partition ${partition}`,
    );
    ok(
      next > (offsets.at(-1) ?? 0) && next <= (left[offsets.length] ?? log.end),
      `a wrong nextOffset: ${next}`,
    );
    same(given.committed, model.committed, 'a wrong committed offset');
    const skipped = position !== null && position < from ? { from: position, to: from } : undefined;
    // Where the answer of the first fetch was lost, the model does not know whether the group has begun here.
    if (!model.isLoose || model.committed !== null) same(given.skipped, skipped, 'what was skipped');
    this.#count(model, records);
    model.holder = { lease, from, next, endsAtMs: this.nowMs + leaseMs };
    return { from, next };
  }

  #count(
    model: PartitionModel,
    records: readonly { readonly offset: number; readonly deliveryCount: number }[],
  ): void {
    const [first] = records;
    if (!model.isLoose && (model.counts.get(first?.offset ?? 0) ?? 0) >= 2)
      same(records.length, 1, 'not alone from the third delivery on');
    for (const { offset, deliveryCount } of records) {
      const count = (model.counts.get(offset) ?? 0) + 1;
      if (!model.isLoose) same(deliveryCount, count, `a wrong deliveryCount of ${offset}`);
      model.counts.set(offset, deliveryCount);
    }
  }

  #passOver(partition: number, offset: number, { maxDeliveries }: Asked, truth: readonly Truth[]): void {
    const model = this.of(partition);
    const log = truth[partition];
    ok(log !== undefined && maxDeliveries > 0);
    ok((model.holder?.endsAtMs ?? 0) <= this.nowMs, 'passed over within a lease');
    const from = this.#startOf(partition, log);
    same(
      offset,
      log.offsets.find((each) => each >= from),
      'passed over what was not next',
    );
    if (!model.isLoose) ok((model.counts.get(offset) ?? 0) >= 2 + maxDeliveries, 'passed over too early');
    model.holder = null;
    model.committedBy = '';
    this.#advance(model, offset + 1);
  }

  #checkNothing(answer: Answer, { partitions }: Asked, truth: readonly Truth[]): void {
    const leased = partitions.filter((partition) => this.isLeased(partition));
    same(
      answer.leasedElsewhere.map(({ partition }) => partition),
      leased,
      'who is leased elsewhere',
    );
    for (const partition of partitions.filter((each) => !leased.includes(each))) {
      const log = truth[partition];
      ok(log !== undefined && !this.isAhead(partition, log), 'ahead of the log in silence');
      const from = this.#startOf(partition, log);
      same(
        log.offsets.filter((offset) => offset >= from),
        [],
        `nothing was given of partition ${partition}, where there is something`,
      );
    }
  }

  /** What a commit has to be told: undefined where it succeeds, and then it has happened. */
  commit({ lease, partitions }: Handed, offsets?: ReadonlyMap<number, number>): string | undefined {
    const wanted = offsets ?? new Map([...partitions].map(([partition, { next }]) => [partition, next]));
    const refused = this.#refusal(lease, partitions, wanted);
    if (refused !== undefined) return refused;
    for (const [partition, offset] of wanted) {
      const holder = this.holds(lease, partition);
      if (holder !== undefined) this.#commitOne(this.of(partition), lease, holder, offset);
    }
    return undefined;
  }

  #refusal(
    lease: string,
    handed: Handed['partitions'],
    wanted: ReadonlyMap<number, number>,
  ): string | undefined {
    const verdicts = [...wanted].map(([partition, offset]) => {
      if (!handed.has(partition)) return 'offset-not-leased';
      const holder = this.holds(lease, partition);
      if (holder !== undefined)
        return offset >= holder.from && offset <= holder.next ? 'fine' : 'offset-not-leased';
      const { committedBy, committed } = this.of(partition);
      return committedBy === lease && (committed ?? -1) >= offset ? 'fine' : 'lease-expired';
    });
    return (['lease-expired', 'offset-not-leased'] as const).find((verdict) => verdicts.includes(verdict));
  }

  #commitOne(model: PartitionModel, lease: string, holder: Holder, offset: number): void {
    model.committedBy = lease;
    this.#advance(model, Math.max(offset, model.committed ?? offset));
    if ((model.committed ?? 0) < holder.next) return;
    model.holder = null;
    model.endedBy = lease;
  }

  #advance(model: PartitionModel, committed: number): void {
    ok(committed >= (model.committed ?? 0), 'an offset went back');
    model.committed = committed;
    for (const offset of model.counts.keys()) if (offset < committed) model.counts.delete(offset);
  }

  renew({ lease, partitions }: Handed, leaseMs: number): string | undefined {
    const held = [...partitions.keys()].filter((partition) => this.holds(lease, partition) !== undefined);
    const isLost = [...partitions.keys()].some(
      (partition) => !held.includes(partition) && this.of(partition).endedBy !== lease,
    );
    if (isLost || held.length === 0) return 'lease-expired';
    for (const partition of held) {
      const model = this.of(partition);
      if (model.holder !== null) model.holder = { ...model.holder, endsAtMs: this.nowMs + leaseMs };
    }
    return undefined;
  }

  release(
    handed: Handed,
    offsets: ReadonlyMap<number, number> | undefined,
    delayMs: number,
  ): string | undefined {
    const { lease, partitions } = handed;
    const refused = this.#refusal(lease, partitions, offsets ?? new Map());
    if (refused !== undefined) return refused;
    const isHeld = (partition: number) => this.holds(lease, partition) !== undefined;
    if ([...partitions.keys()].some((each) => !isHeld(each) && this.of(each).endedBy !== lease))
      return 'lease-expired';
    for (const partition of partitions.keys()) {
      const holder = this.holds(lease, partition);
      const model = this.of(partition);
      if (holder === undefined) continue;
      const offset = offsets?.get(partition);
      if (offset !== undefined) this.#commitOne(model, lease, holder, offset);
      if (model.holder === null) continue;
      model.endedBy = lease;
      model.holder = delayMs === 0 ? null : { ...holder, lease: '', endsAtMs: this.nowMs + delayMs };
    }
    return undefined;
  }

  /** What a reset to an offset of each partition has to be told. */
  reset(to: ReadonlyMap<number, number>, force: boolean): string | undefined {
    if (!this.exists) return 'group-not-found';
    if (!force && this.partitions.some((_, partition) => this.isLeased(partition))) return 'group-active';
    for (const [partition, committed] of to) {
      Object.assign(this.of(partition), {
        committed,
        begun: null,
        holder: null,
        committedBy: '',
        endedBy: '',
        counts: new Map(),
        isLoose: false,
      });
    }
    return undefined;
  }

  loosen(): void {
    for (const model of this.partitions) model.isLoose = true;
  }
}
