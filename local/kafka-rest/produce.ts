import type { Answer } from '../stand-in/serve.ts';
import { textAnswer } from './answers.ts';
import { bodyMembers, given } from './body.ts';
import type { NewRecord } from './log.ts';
import { elementTexts } from './json-text.ts';
import type { Choose } from './partitioner.ts';
import { decoded, knownPartitionCount, type RestProxy } from './rest-proxy.ts';
import { readRecord } from './produced-record.ts';
import { Refusal } from './refusal.ts';
import type { Call } from './route.ts';

/** `POST /v1/producer/topics/{topic}`; a partition in the record wins over the partitioner. */
export async function produce(proxy: RestProxy, call: Call, body: Buffer): Promise<Answer> {
  const { assumptions, log, partitioner } = proxy;
  const topic = decoded(call.topic);
  const texts = recordTexts(proxy, body);
  const count = await knownPartitionCount(proxy, topic);
  if (count === undefined) throw new Refusal(assumptions['unknown-topic-produce'], 'Unknown topic');
  const choose = partitioner.forRequest(topic);
  const place = (text: string) => placed(proxy, text, count, choose);
  if (assumptions['refusal-writes-nothing'] === 'true') await log.append(topic, texts.map(place));
  else for (const text of texts) await log.append(topic, [place(text)]);
  return textAnswer('Records accepted', assumptions['produce-answer-body']);
}

function recordTexts({ assumptions }: RestProxy, body: Buffer): readonly string[] {
  const records = given(bodyMembers(body), 'records');
  if (records === undefined) throw new Refusal(assumptions['missing-records'], 'records is missing');
  if (!records.startsWith('[')) throw new Refusal(400, 'records is not an array');
  const texts = elementTexts(records);
  if (texts.length === 0 && assumptions['empty-records'] === '400') {
    throw new Refusal(400, 'records is empty');
  }
  return texts;
}

function placed(proxy: RestProxy, text: string, partitionCount: number, choose: Choose): NewRecord {
  const { key, value, partition = choose(key, partitionCount) } = readRecord(text, proxy.assumptions);
  if (partition < 0 || partition >= partitionCount) {
    const status = proxy.assumptions['unknown-partition-produce'];
    throw new Refusal(status, `partition ${partition} is not in 0..${partitionCount - 1}`);
  }
  return { key, value, partition, timestampMs: proxy.now() };
}
