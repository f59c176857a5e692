import assert from 'node:assert/strict';
import { readPrinted, type SampleRecord } from './printed.ts';
import type { Ended } from './python.ts';
import { clusterHost, loginHost, type StandIns } from './stand-ins.ts';
import type { Tally } from './tally.ts';

/** It ran to its end, with one token. */
export async function checkEnd(
  tally: Tally,
  { code, stderr, stdout }: Ended,
  standIns: StandIns,
): Promise<void> {
  await tally.check('it ends by itself with exit code 0', () => {
    assert.equal(code, 0, `exit code ${code ?? 'none'}: ${stderr.slice(-800)}`);
  });
  await tally.check('it got one token from Entra and uses it', () => {
    const tokens = standIns.entra.issued().map(({ token }) => token);
    assert.equal(tokens.length, 1);
    // The sample prints its token; an assertion that compares would print it again.
    assert.ok(stdout.includes(`Access token: ${tokens[0] ?? ''}\n`), 'it printed another token');
  });
}

/** What it produced is in the log, and what it printed is what it produced. */
export async function checkRecords(
  tally: Tally,
  { stdout }: Ended,
  expected: readonly SampleRecord[],
  { kafkaRest }: StandIns,
): Promise<void> {
  const { topic, records, hasEndLine } = readPrinted(stdout);
  await tally.check('its six records are in the log of its topic as they were sent', async () => {
    const written = await kafkaRest.log.read(topic, 0, 0, { maxRecords: 100, maxBytes: 1_000_000 });
    const texts = written.records.map(({ key, value }) => ({
      key: key?.toString() ?? null,
      value: value?.toString() ?? null,
    }));
    assert.equal(expected.length, 6);
    assert.deepEqual(texts, expected);
  });
  await tally.check('it consumed and printed all of them, in order and once', () => {
    assert.deepEqual(records, expected);
  });
  await tally.check('it saw that it had caught up with the end of the log', () => {
    assert.ok(hasEndLine, 'no such line');
  });
}

/** It printed both answers about partitions, as the log has them. */
export async function checkPartitions(tally: Tally, { stdout }: Ended, standIns: StandIns): Promise<void> {
  const { topic, partitions, partition } = readPrinted(stdout);
  await tally.check('it printed the one partition of its topic, with the offsets of the log', () => {
    const { partition_id: id, earliest_offset: earliest, latest_offset: latest } = { ...partition };
    assert.deepEqual([id, earliest, latest], [0, 0, 6]);
  });
  await tally.check('it printed the list of partitions, with that one in it', () => {
    assert.deepEqual(partitions, { topic, partitions: [partition] });
  });
  await tally.check('the log has that one partition, led by a broker that was printed', async () => {
    const states = await standIns.kafkaRest.log.partitions(topic);
    assert.deepEqual(
      states.map(({ leader }) => leader?.host),
      [partition?.leader?.hostName],
    );
  });
}

/** It made the calls that it shows, and asked nobody else. */
export async function checkRequests(tally: Tally, { proxy, kafkaRest }: StandIns): Promise<void> {
  await tally.check('it asked for nothing but Entra and the Kafka REST proxy', () => {
    assert.deepEqual(proxy.refused, []);
    assert.deepEqual(new Set(proxy.asked), new Set([`${loginHost}:443`, `${clusterHost}:443`]));
  });
  await tally.check('it made every call that it shows, and no other', () => {
    const { topics = 0, ...calls } = kafkaRest.faults.allHits();
    assert.ok(topics > 0, 'the topics were never listed');
    assert.deepEqual(calls, { 'create-topic': 1, produce: 1, consume: 4, partitions: 1, partition: 1 });
  });
}
