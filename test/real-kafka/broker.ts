import { parseArgs } from 'node:util';
import { kafkaVersion } from './jars.ts';
import { startBroker } from './start-broker.ts';

/** A Kafka broker in the foreground, for whoever has Java and no Docker: `node test/real-kafka/broker.ts`. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '9092' } } });
  if (!/^\d{1,5}$/.test(values.port)) throw new Error('--port is a number');
  const broker = await startBroker({ port: Number(values.port) });
  const asked = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      asked.abort();
      void broker.stop();
    });
  }
  console.log(`Kafka ${kafkaVersion} serves on ${broker.bootstrap}; its data goes with it. Ctrl-C ends it.`);
  await broker.exited();
  await broker.stop();
  if (!asked.signal.aborted) throw new Error('Kafka ended by itself');
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
