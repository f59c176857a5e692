import { initProducerIdV2, type MessageRecord, NumericMap, produceV8 } from '@platformatic/kafka';
import type { KafkaCluster } from './kafka-cluster.ts';
import type { Broker, NewRecord } from './log.ts';

/** One batch for one partition. */
export interface Batch<Each extends NewRecord = NewRecord> {
  readonly partition: number;
  readonly records: readonly Each[];
}

const allReplicas = -1;
const brokerTimeoutMs = 5_000;
const sequences = 2 ** 31;

/**
 * An idempotent producer that sends one request at a time, so that what it has written is never in doubt for what it
 * writes next: batches are sent again with their sequence numbers, and after a failure it starts with a new identity.
 */
export class KafkaProducer {
  readonly #cluster: KafkaCluster;
  readonly #next = new Map<string, number>();
  #identity: { readonly producerId: bigint; readonly producerEpoch: number } | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #queued = 0;

  constructor(cluster: KafkaCluster) {
    this.#cluster = cluster;
  }

  /** How many calls it has not finished. */
  get queued(): number {
    return this.#queued;
  }

  /** Runs `act` when all before it are done. */
  async inTurn<T>(act: () => Promise<T>): Promise<T> {
    this.#queued += 1;
    const mine = this.#turn.then(act);
    this.#turn = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      this.#queued -= 1;
    }
  }

  /** Writes at most one batch for each partition, acks=all; gives the offset of the first record of each, by partition. */
  async write(topic: string, batches: readonly Batch[]): Promise<ReadonlyMap<number, number>> {
    try {
      const offsets = await this.#cluster.trying(topic, () => this.#send(topic, batches));
      for (const { partition, records } of batches) {
        const key = `${topic}:${partition}`;
        this.#next.set(key, ((this.#next.get(key) ?? 0) + records.length) % sequences);
      }
      return offsets;
    } catch (error) {
      // Nobody knows which of the sequence numbers are used: another identity has its own.
      this.#identity = undefined;
      this.#next.clear();
      throw error;
    }
  }

  async #send(topic: string, batches: readonly Batch[]): Promise<ReadonlyMap<number, number>> {
    this.#identity ??= await initProducerIdV2.api.async(await this.#cluster.any(), null, 0);
    const byLeader = new Map<Broker, Batch[]>();
    for (const batch of batches) {
      const leader = await this.#cluster.leader(topic, batch.partition);
      byLeader.set(leader, [...(byLeader.get(leader) ?? []), batch]);
    }
    const sent = Array.from(byLeader, ([leader, its]) => this.#sendTo(leader, topic, its));
    const settled = await Promise.allSettled(sent);
    const failed = settled.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return new Map(settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])));
  }

  async #sendTo(leader: Broker, topic: string, batches: readonly Batch[]): Promise<[number, number][]> {
    const messages = batches.flatMap(({ partition, records }) =>
      records.map((record) => message(topic, partition, record)),
    );
    const connection = await this.#cluster.to(leader);
    const options = { ...this.#identity, sequences: new NumericMap(this.#next) };
    const response = await produceV8.api.async(connection, allReplicas, brokerTimeoutMs, messages, options);
    // A boolean comes without acks alone.
    const topics = typeof response === 'boolean' ? [] : response.responses;
    return topics.flatMap(({ partitionResponses }) =>
      partitionResponses.map(({ index, baseOffset }): [number, number] => [index, Number(baseOffset)]),
    );
  }
}

// The client's types ask for a value, its writer takes null.
function message(topic: string, partition: number, { key, value, timestampMs }: NewRecord): MessageRecord {
  return { topic, partition, key, value, timestamp: BigInt(timestampMs) } as MessageRecord;
}
