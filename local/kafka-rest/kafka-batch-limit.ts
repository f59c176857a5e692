import { ConfigResourceTypes, describeConfigsV3 } from '@platformatic/kafka';
import type { KafkaCluster } from './kafka-cluster.ts';

const maxAgeMs = 5_000;
const property = 'max.message.bytes';
// Kafka's default, for a cluster that does not let this client read settings.
const usualBytes = 1_048_588;

/** What topics allow a batch to have (`max.message.bytes`), from a cache of a few seconds. */
export class KafkaBatchLimit {
  readonly #cluster: KafkaCluster;
  readonly #now: () => number;
  readonly #known = new Map<string, { readonly bytes: number; readonly at: number }>();

  constructor(cluster: KafkaCluster, now: () => number) {
    this.#cluster = cluster;
    this.#now = now;
  }

  async of(topic: string): Promise<number> {
    const known = this.#known.get(topic);
    if (known !== undefined && this.#now() - known.at < maxAgeMs) return known.bytes;
    const bytes = await this.#ask(topic);
    this.#known.set(topic, { bytes, at: this.#now() });
    return bytes;
  }

  async #ask(topic: string): Promise<number> {
    const resource = {
      resourceType: ConfigResourceTypes.TOPIC,
      resourceName: topic,
      configurationKeys: [property],
    };
    const { results } = await describeConfigsV3.api.async(
      await this.#cluster.any(),
      [resource],
      false,
      false,
    );
    const value = results[0]?.configs.find(({ name }) => name === property)?.value;
    return value === undefined || value === null ? usualBytes : Number(value);
  }
}
