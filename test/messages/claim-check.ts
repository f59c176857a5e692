import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { peakOf } from '../../bench/produce/peak.ts';
import { HEAP_MIB, type MessagesHost } from './host.ts';

const VALUE_BYTES = 10_000;
const WARM_UP = 5000;
const QUARTER = 2500;
// 100 MB, just under KAFKA_CLAIM_CHECK_MAX_BYTES.
const WHOLE = 10_000;
// What the larger one has more: held as a whole, it would be there twice, as bytes and as records.
const MAX_GROWTH_MB = 75;

/** Numbered from `at` on, each with a number that no double holds, and none like another. */
function valueOf(index: number): string {
  const text = String.fromCharCode(97 + (index % 26)).repeat(VALUE_BYTES);
  return `{"n":${index}.12345678901234567890,"text":"${text}"}`;
}

/** Puts in the content and its message; gives the largest resident set of the host, in MB, until the log has it all. */
async function write(
  host: MessagesHost,
  topic: string,
  count: number,
): Promise<{ peakMb: number; seconds: number }> {
  await host.log.createTopic({ name: topic, partitionCount: 1 });
  const container = await host.container('kafka-claim-checks');
  const queue = await host.queue('kafka-produce');
  function* content() {
    for (let index = 0; index < count; index += 1)
      yield Buffer.from(`{"key":"k","value":${valueOf(index)}}\n`);
  }
  await container.getBlockBlobClient(`${topic}.ndjson`).uploadStream(Readable.from(content()));
  const startedMs = performance.now();
  await queue.sendMessage(JSON.stringify({ topic, claimCheck: `${topic}.ndjson` }));
  const isGone = async () => ((await queue.getProperties()).approximateMessagesCount ?? 0) === 0;
  const peakMb = await peakOf(host.pid, host.until(isGone, 240));
  return { peakMb, seconds: (performance.now() - startedMs) / 1000 };
}

async function compare(host: MessagesHost, topic: string, count: number): Promise<void> {
  let index = 0;
  for await (const { value } of host.records(topic)) {
    assert.equal(value?.toString(), valueOf(index), `record ${index} is another`);
    index += 1;
  }
  assert.equal(index, count, `${index} records of ${count} are in the log`);
}

/** Writes 25 MB and then 100 MB: what stands in the log is what was in the blob, and the host does not hold the 75 MB more. */
export async function streamsClaimCheck(host: MessagesHost): Promise<string> {
  // By then the heap is as full as its limit lets it be.
  await write(host, 'first', WARM_UP);
  const quarter = await write(host, 'quarter', QUARTER);
  const whole = await write(host, 'whole', WHOLE);
  await compare(host, 'quarter', QUARTER);
  await compare(host, 'whole', WHOLE);
  const growthMb = whole.peakMb - quarter.peakMb;
  assert.ok(growthMb < MAX_GROWTH_MB, `the host grew by ${growthMb.toFixed(0)} MB`);
  const mb = (peak: number) => `${peak.toFixed(0)} MB`;
  return `25 MB: ${mb(quarter.peakMb)} resident at most; 100 MB: ${mb(whole.peakMb)}, in ${whole.seconds.toFixed(1)} s; heap limit ${HEAP_MIB} MiB`;
}

/** Names that lead nowhere, or would lead out of the container. */
export async function refusesOtherPlaces(host: MessagesHost): Promise<string> {
  const topic = 'elsewhere';
  await host.log.createTopic({ name: topic, partitionCount: 1 });
  const other = await host.container('of-somebody-else');
  const content = '{"value":"not to be read"}';
  const blob = other.getBlockBlobClient('blob.ndjson');
  await blob.upload(content, content.length);
  const names = [
    'missing.ndjson',
    '../of-somebody-else/blob.ndjson',
    'of-somebody-else/blob.ndjson',
    blob.url,
    `${blob.url}?sv=1`,
  ];
  const queue = await host.queue('kafka-produce');
  const ids: string[] = [];
  for (const claimCheck of names) {
    ids.push((await queue.sendMessage(JSON.stringify({ topic, claimCheck }))).messageId);
  }
  const found = async () => (await host.letters()).filter(({ messageId }) => ids.includes(messageId));
  await host.until(async () => (await found()).length === names.length, 30);
  for (const letter of await found()) assert.equal(letter.code, 'invalid-request', letter.reason);
  for await (const record of host.records(topic)) assert.fail(`${record.value?.toString()} is in the log`);
  return `${names.length} names`;
}
