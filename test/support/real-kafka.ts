import { it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { type OpenLog, openKafkaLog } from '../../local/kafka-rest/open-kafka-log.ts';
import { ownTopics } from './own-topics.ts';

const bootstrap = process.env['REAL_KAFKA_BOOTSTRAP'];

export interface RealKafka {
  /** `host:port,…` */
  readonly bootstrap: string;
  readonly openLog: () => Promise<OpenLog>;
  /** A log that has no topics yet, whatever else is on that Kafka. */
  readonly openEmptyLog: () => Promise<OpenLog>;
}

/** The Kafka that `REAL_KAFKA_BOOTSTRAP` asks tests to run on; undefined: none, and no client is loaded. */
export const realKafka: RealKafka | undefined = bootstrap === undefined ? undefined : at(bootstrap);

function at(address: string): RealKafka {
  const openLog = () => openKafkaLog(address);
  const newPrefix = () => `${randomBytes(6).toString('hex')}-`;
  return { bootstrap: address, openLog, openEmptyLog: async () => ownTopics(await openLog(), newPrefix()) };
}

/** Declares tests that need a real Kafka; without one they are skipped under one name. */
export function onRealKafka(what: string, declare: (kafka: RealKafka) => void): void {
  if (realKafka !== undefined) declare(realKafka);
  else it.skip(`real Kafka: ${what} (REAL_KAFKA_BOOTSTRAP is not set)`, () => undefined);
}
