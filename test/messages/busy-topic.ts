import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MessagesHost } from './host.ts';

const TOPIC = 'busy';
const BEFORE = 5000;
const AT_ONCE = 50;
const EVERY_MS = 10;

interface Output {
  readonly fromOffset: number;
  readonly toOffset: number;
}

/** A producer that writes until it is told to end. */
async function keepWriting({ log }: MessagesHost, ended: AbortSignal): Promise<void> {
  const value = Buffer.from('1');
  while (!ended.aborted) {
    const records = Array.from({ length: AT_ONCE }, () => ({
      partition: 0,
      key: null,
      value,
      timestampMs: Date.now(),
    }));
    await log.append(TOPIC, records);
    await sleep(EVERY_MS);
  }
}

async function endOf({ log }: MessagesHost): Promise<number> {
  const [partition] = await log.partitions(TOPIC);
  return partition?.latestOffset ?? 0;
}

/** Runs one command while the topic grows: it is done, with all up to an end that it met, once and in order. */
export async function readsToItsEnd(host: MessagesHost): Promise<string> {
  await host.log.createTopic({ name: TOPIC, partitionCount: 1 });
  const commands = await host.queue('kafka-consume');
  const consumed = await host.queue('kafka-consumed');
  const ending = new AbortController();
  const writing = keepWriting(host, ending.signal);
  try {
    await host.until(async () => (await endOf(host)) >= BEFORE, 60);
    const sentAt = await endOf(host);
    await commands.sendMessage(JSON.stringify({ topic: TOPIC }));
    const isGone = async () => ((await commands.getProperties()).approximateMessagesCount ?? 0) === 0;
    await host.until(isGone, 60);
    const goneAt = await endOf(host);
    const outputs: Output[] = [];
    for (;;) {
      const { receivedMessageItems } = await consumed.receiveMessages({ numberOfMessages: 32 });
      if (receivedMessageItems.length === 0) break;
      outputs.push(...receivedMessageItems.map(({ messageText }) => JSON.parse(messageText) as Output));
    }
    let next = 0;
    for (const { fromOffset, toOffset } of outputs.sort((one, other) => one.fromOffset - other.fromOffset)) {
      assert.equal(fromOffset, next, 'a gap, or records twice');
      next = toOffset + 1;
    }
    assert.ok(next >= sentAt && next < goneAt, `it ended at ${next}, sent at ${sentAt}, done at ${goneAt}`);
    return `${next} records in ${outputs.length} messages; ${goneAt - next} more were written meanwhile`;
  } finally {
    ending.abort();
    await writing;
  }
}
