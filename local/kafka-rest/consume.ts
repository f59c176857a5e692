import { type Answer, json } from '../stand-in/serve.ts';
import { consumedRecord } from './consumed-record.ts';
import { integer } from './integer.ts';
import { LogError, type ReadLimit, type ReadResult } from './log.ts';
import { decoded, knownPartitionCount, type RestProxy } from './rest-proxy.ts';
import { Refusal } from './refusal.ts';
import type { Call } from './route.ts';

interface Reading {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly limit: ReadLimit;
}

/** `GET /v1/consumer/topics/{topic}/partitions/{partition}/offsets/{offset}?count=`, with the header NextOffset. */
export async function consume(proxy: RestProxy, call: Call, query: URLSearchParams): Promise<Answer> {
  const { assumptions, sleep } = proxy;
  const reading = readCall(proxy, call, query);
  await checkKnown(proxy, reading);
  const waitMs = Number(assumptions['wait-at-end-ms']);
  let result = await read(proxy, reading);
  if (result.records.length === 0 && reading.limit.maxRecords > 0 && waitMs > 0) {
    await sleep(waitMs);
    result = await read(proxy, reading);
  }
  const records = result.records.map((record) => consumedRecord(record, reading.partition, assumptions));
  const body = assumptions['consume-answer-shape'] === 'object' ? { records } : records;
  const sends = assumptions['sends-next-offset'] === 'true';
  return json(200, body, sends ? { NextOffset: String(result.nextOffset) } : {});
}

function readCall({ assumptions }: RestProxy, call: Call, query: URLSearchParams): Reading {
  const notAnInteger = assumptions['not-an-integer'];
  const count = integer(query.get('count') ?? '1', 'int32', 'count', notAnInteger);
  const belowOne = assumptions['count-below-one'];
  if (count < 1 && belowOne === '400') throw new Refusal(400, 'count is below 1');
  const maxRecords = Math.max(count, belowOne === 'one' ? 1 : 0);
  return {
    topic: decoded(call.topic),
    partition: integer(call.partition, 'int32', 'partition', notAnInteger),
    offset: integer(call.offset, 'int64', 'offset', notAnInteger),
    limit: { maxRecords, maxBytes: Number(assumptions['read-cap-bytes']) },
  };
}

async function checkKnown(proxy: RestProxy, { topic, partition }: Reading): Promise<void> {
  const count = await knownPartitionCount(proxy, topic);
  if (count === undefined) throw new Refusal(proxy.assumptions['unknown-topic-read'], 'Unknown topic');
  if (partition < count) return;
  throw new Refusal(proxy.assumptions['unknown-partition-read'], `The topic has no partition ${partition}`);
}

async function read(proxy: RestProxy, reading: Reading): Promise<ReadResult> {
  const { topic, partition, offset, limit } = reading;
  try {
    return await proxy.log.read(topic, partition, offset, limit);
  } catch (error) {
    if (!(error instanceof LogError) || error.failure !== 'offset-out-of-range') throw error;
    return outOfRange(proxy, reading, error);
  }
}

async function outOfRange(proxy: RestProxy, reading: Reading, error: LogError): Promise<ReadResult> {
  const answer = proxy.assumptions['offset-out-of-range'];
  const { topic, partition, offset, limit } = reading;
  switch (answer) {
    case 'empty':
      return { records: [], nextOffset: offset };
    case 'earliest':
    case 'latest': {
      const state = (await proxy.log.partitions(topic))[partition];
      const from = answer === 'earliest' ? state?.earliestOffset : state?.latestOffset;
      return proxy.log.read(topic, partition, from ?? 0, limit);
    }
    default:
      throw new Refusal(answer, error.message);
  }
}
