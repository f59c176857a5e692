import { failure, type Meanings, notUsable } from '../failure.ts';
import type { Answer, Operation } from '../operation.ts';

export interface Broker {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

export interface Partition {
  readonly partition: number;
  readonly earliestOffset: number;
  /** The next offset to be written; the proxy calls it `latest_offset`. */
  readonly endOffset: number;
  /** Broker ids; no leader is null. */
  readonly leader: number | null;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

/** What a 404 means to a call that names a topic. */
export const UNKNOWN_TOPIC = {
  404: ['topic-not-found', 'The cluster has no such topic, or it is too new for the proxy to show it.'],
} as const;

/** `GET /v1/metadata/brokers`. */
export function listBrokers(): Operation<Broker[]> {
  return get('brokers', '/v1/metadata/brokers', (body) => array(body['brokers']).map(readBroker), {});
}

/** `GET /v1/metadata/topics`: names, from a cache of the proxy's that lags some seconds. */
export function listTopics(): Operation<string[]> {
  return get('topics', '/v1/metadata/topics', (body) => array(body['topics']).map(string), {});
}

/** `GET /v1/metadata/topics/{topic}/partitions`, in order of partition. */
export function listPartitions(topic: string): Operation<Partition[]> {
  const path = `/v1/metadata/topics/${encodeURIComponent(topic)}/partitions`;
  return get('partitions', path, (body) =>
    array(body['partitions'])
      .map(readPartition)
      .sort((a, b) => a.partition - b.partition),
  );
}

/** `GET /v1/metadata/topics/{topic}/partitions/{partition}`. */
export function describePartition(topic: string, partition: number): Operation<Partition> {
  const path = `/v1/metadata/topics/${encodeURIComponent(topic)}/partitions/${partition}`;
  return get('partition', path, readPartition, {
    404: ['partition-not-found', 'The cluster has no such topic or partition.'],
  });
}

function get<T>(
  name: string,
  path: string,
  read: (body: Record<string, unknown>) => T,
  meanings: Meanings = UNKNOWN_TOPIC,
): Operation<T> {
  return {
    name,
    method: 'GET',
    path,
    read: (answer) => understand(name, answer, read),
    failed: (exchange) => failure(name, exchange, meanings),
  };
}

function understand<T>(name: string, answer: Answer, read: (body: Record<string, unknown>) => T): T {
  try {
    return read(object(JSON.parse(new TextDecoder().decode(answer.bytes))));
  } catch {
    throw notUsable(name, `status ${answer.status} with a body that is not the documented one`);
  }
}

function readBroker(value: unknown): Broker {
  const { hostName, port, id, rack } = object(value);
  return {
    id: integer(id),
    host: string(hostName),
    port: integer(port),
    rack: typeof rack === 'string' ? rack : null,
  };
}

function readPartition(value: unknown): Partition {
  const { partition_id, earliest_offset, latest_offset, leader, replicas, isr } = object(value);
  return {
    partition: integer(partition_id),
    earliestOffset: integer(earliest_offset),
    endOffset: integer(latest_offset),
    leader: leader === null || leader === undefined ? null : brokerId(leader),
    replicas: array(replicas ?? []).map(brokerId),
    isr: array(isr ?? []).map(brokerId),
  };
}

function brokerId(value: unknown): number {
  return integer(object(value)['id']);
}

function object(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('no object');
  return value as Record<string, unknown>;
}

function array(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new TypeError('no array');
  return value;
}

function string(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('no string');
  return value;
}

function integer(value: unknown): number {
  if (!Number.isSafeInteger(value)) throw new TypeError('no integer');
  return value as number;
}
