import { type Broker, LogError } from './log.ts';

/** The brokers of the in-memory log: who they are, which are up, and who leads what. */
export class MemoryCluster {
  readonly brokers: readonly Broker[];
  readonly #down = new Set<number>();

  /** Ids, host names and port as in a HDInsight cluster: from 1001, worker nodes, 9092; racks are fault domains. */
  constructor(brokerCount: number) {
    this.brokers = Array.from({ length: brokerCount }, (_, index) => ({
      id: 1001 + index,
      host: `wn${index}-kafka.stand-in.internal.cloudapp.net`,
      port: 9092,
      rack: `/default-rack/FD${index % 3}/UD${index}`,
    }));
  }

  stop(brokerId: number): void {
    this.#down.add(brokerId);
  }

  start(brokerId: number): void {
    this.#down.delete(brokerId);
  }

  isUp(broker: Broker): boolean {
    return !this.#down.has(broker.id);
  }

  up(): readonly Broker[] {
    return this.brokers.filter((broker) => this.isUp(broker));
  }

  /** The replicas of one partition, the preferred leader first, spread over the brokers in turn. */
  place(partition: number, replicationFactor: number, shift: number): readonly Broker[] {
    if (replicationFactor < 1 || replicationFactor > this.brokers.length) {
      throw new LogError(
        'bad-replication-factor',
        `Replication factor: ${replicationFactor} larger than available brokers: ${this.brokers.length}, or below 1`,
      );
    }
    const first = (partition + shift) % this.brokers.length;
    return [...this.brokers.slice(first), ...this.brokers.slice(0, first)].slice(0, replicationFactor);
  }
}
