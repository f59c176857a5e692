import { LogError, type ReadLimit, type ReadResult, type StoredRecord } from './log.ts';

interface Kept extends StoredRecord {
  /** Rises over all partitions of the log, so that the oldest record of all can be found. */
  readonly order: number;
}

// What Node keeps for a record beside its bytes, so that empty records count as well.
const overheadBytes = 128;

/** Records of one partition in memory, by ascending offset; compaction leaves gaps. */
export class MemoryPartition {
  #records: Kept[] = [];
  // Dropped records stay before #head until there are enough of them to be worth moving the rest.
  #head = 0;
  #earliest = 0;
  #latest = 0;
  #bytes = 0;

  get earliestOffset(): number {
    return this.#earliest;
  }

  get latestOffset(): number {
    return this.#latest;
  }

  /** Bytes of the kept records with what memory adds to each. */
  get bytes(): number {
    return this.#bytes;
  }

  get oldest(): Kept | undefined {
    return this.#records[this.#head];
  }

  append(record: Omit<Kept, 'offset'>): number {
    const offset = this.#latest++;
    this.#records.push({ ...record, offset });
    this.#bytes += memoryOf(record);
    return offset;
  }

  dropOldest(): void {
    const dropped = this.oldest;
    if (dropped === undefined) return;
    this.#head += 1;
    this.#bytes -= memoryOf(dropped);
    this.#earliest = this.oldest?.offset ?? this.#latest;
    if (this.#head < 1024 || this.#head * 2 < this.#records.length) return;
    this.#records = this.#records.slice(this.#head);
    this.#head = 0;
  }

  /** Fails with `offset-out-of-range` below the earliest and above the latest offset. */
  read(offset: number, { maxRecords, maxBytes }: ReadLimit): ReadResult {
    if (offset < this.#earliest || offset > this.#latest) {
      throw new LogError(
        'offset-out-of-range',
        `Offset ${offset} is not in ${this.#earliest}..${this.#latest}`,
      );
    }
    const records: Kept[] = [];
    let bytes = 0;
    for (let at = this.#indexOf(offset); records.length < maxRecords; at += 1) {
      const record = this.#records[at];
      if (record === undefined) return { records, nextOffset: this.#latest };
      bytes += payloadOf(record);
      if (records.length > 0 && bytes > maxBytes) break;
      records.push(record);
    }
    return { records, nextOffset: (records.at(-1)?.offset ?? offset - 1) + 1 };
  }

  /** Keeps the newest record of each key, as the log cleaner would; records without a key go. */
  compact(): void {
    const newest = new Map<string, Kept>();
    for (const record of this.#records.slice(this.#head)) {
      if (record.key !== null) newest.set(record.key.toString('base64'), record);
    }
    this.#records = [...newest.values()].sort((a, b) => a.offset - b.offset);
    this.#head = 0;
    this.#bytes = this.#records.reduce((sum, record) => sum + memoryOf(record), 0);
  }

  // The first kept record at or after the offset, by halving.
  #indexOf(offset: number): number {
    let low = this.#head;
    let high = this.#records.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#records[middle]?.offset ?? Infinity) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Bytes of a record's key and value. */
function payloadOf(record: { readonly key: Buffer | null; readonly value: Buffer | null }): number {
  return (record.key?.length ?? 0) + (record.value?.length ?? 0);
}

function memoryOf(record: { readonly key: Buffer | null; readonly value: Buffer | null }): number {
  return payloadOf(record) + overheadBytes;
}
