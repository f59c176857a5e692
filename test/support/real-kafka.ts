import { type OpenLog, openKafkaLog } from '../../local/kafka-rest/open-kafka-log.ts';

const bootstrap = process.env['REAL_KAFKA_BOOTSTRAP'];

/** The Kafka that `REAL_KAFKA_BOOTSTRAP` (`host:port,…`) asks tests to run on; undefined: none, and no client is loaded. */
export const realKafka: { readonly bootstrap: string; readonly openLog: () => Promise<OpenLog> } | undefined =
  bootstrap === undefined ? undefined : { bootstrap, openLog: () => openKafkaLog(bootstrap) };
