import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { type OpenLog, openKafkaLog } from '../../local/kafka-rest/open-kafka-log.ts';
import { type KafkaRest, startKafkaRest } from '../../local/kafka-rest/start.ts';
import { onRealKafka } from '../support/real-kafka.ts';
import { type Broker, startBroker } from './start-broker.ts';

const topic = 'restart';
const partitions = 3;
const senders = 8;
const enough = 200;

onRealKafka('a broker that is killed in mid-load', () => {
  let broker: Broker;
  let log: OpenLog;
  let proxy: KafkaRest;

  beforeAll(async () => {
    broker = await startBroker();
    log = await openKafkaLog(broker.bootstrap);
    await log.createTopic({ name: topic, partitionCount: partitions });
    proxy = await startKafkaRest({ tokens: 'unchecked', log });
  }, 90_000);
  afterAll(async () => {
    await proxy.close();
    await log.close();
    await broker.stop();
  }, 20_000);

  it('gives errors while it is down, then records again; none that was acknowledged is missing or twice there', async () => {
    const sent = { acknowledged: new Set<string>(), refused: 0, statuses: new Set<number>() };
    const until = { done: false };
    const send = async (sender: number) => {
      for (let i = 0; !until.done; i += 1) {
        const value = `${sender}-${i}`;
        const body = JSON.stringify({ records: [{ partition: i % partitions, value }] });
        const { status } = await fetch(`${proxy.url}/v1/producer/topics/${topic}`, { method: 'POST', body });
        sent.statuses.add(status);
        if (status === 200) sent.acknowledged.add(value);
        else sent.refused += 1;
      }
    };
    const reached = async (isTrue: () => boolean) => {
      while (!isTrue()) await sleep(20);
    };
    const load = Promise.all(Array.from({ length: senders }, (_, sender) => send(sender)));

    await reached(() => sent.acknowledged.size >= enough);
    await broker.kill();
    await reached(() => sent.refused >= senders);
    await broker.restart();
    const before = sent.acknowledged.size;
    await reached(() => sent.acknowledged.size >= before + enough);
    until.done = true;
    await load;

    expect([...sent.statuses].sort()).toEqual([200, 500]);
    const kept = await everyValue();
    const inLog = new Set(kept);
    expect(inLog.size).toBe(kept.length);
    expect([...sent.acknowledged].filter((value) => !inLog.has(value))).toEqual([]);
  }, 60_000);

  async function everyValue(): Promise<string[]> {
    const values: string[] = [];
    for (const { partition, latestOffset } of await log.partitions(topic)) {
      for (let at = 0; at < latestOffset;) {
        const limit = { maxRecords: 1_000, maxBytes: 1_000_000 };
        const { records, nextOffset } = await log.read(topic, partition, at, limit);
        values.push(...records.map(({ value }) => value?.toString() ?? ''));
        at = nextOffset;
      }
    }
    return values;
  }
});
