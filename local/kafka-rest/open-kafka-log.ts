import { type Log, LogError, type NewTopic } from './log.ts';

/** A log with connections to end. */
export interface OpenLog extends Log {
  readonly close: () => Promise<void>;
}

/**
 * Opens the log on a real Kafka, `host:port` of some brokers with commas between. The Kafka client is loaded here and
 * nowhere else. Rejects with one line when the address is none or no broker answers.
 */
export async function openKafkaLog(bootstrap: string): Promise<OpenLog> {
  if (!/^[^\s:,]+:\d{1,5}(,[^\s:,]+:\d{1,5})*$/.test(bootstrap)) {
    throw new Error(`--kafka ${bootstrap}: say <host>:<port>, or several with commas`);
  }
  const { KafkaLog } = await import('./kafka-log.ts');
  const log = new KafkaLog({ bootstrap: bootstrap.split(',') });
  try {
    await log.brokers();
  } catch {
    await log.close();
    throw new Error(`No Kafka broker answers at ${bootstrap}`);
  }
  return log;
}

/** Creates a topic, or leaves the one that stands as it is. */
export async function ensureTopic(log: Log, topic: NewTopic): Promise<void> {
  try {
    await log.createTopic(topic);
  } catch (error) {
    if (!(error instanceof LogError) || error.failure !== 'topic-exists') throw error;
  }
}
