import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { type Fault, notWritten } from '../../shared/errors.ts';
import { readBody } from '../../shared/http/body.ts';
import { type Call, json } from '../../shared/http/handle.ts';
import { readIdempotencyKey } from '../../shared/http/idempotency.ts';
import { chooseParser } from '../../shared/http/produce-request.ts';
import { readQuery, readTopic } from '../../shared/http/read.ts';
import { bodyHashOf, replayed, rowKeyOf } from '../../shared/idempotency/row.ts';
import type { ProduceRecord } from '../../shared/records/produce-body.ts';
import { refuseInternalTopic } from '../../shared/topics/name.ts';

/** `POST topics/{topic}/records`: 200 when all records were accepted, else a problem with their `outcome`. */
export async function produceRecords(
  request: HttpRequest,
  dependencies: Dependencies,
  call: Call,
): Promise<HttpResponseInit> {
  try {
    return await produce(request, dependencies, call);
  } catch (error) {
    // What the proxy was asked says its own outcome; all else failed before anything was sent.
    throw notWritten(error);
  }
}

async function produce(request: HttpRequest, dependencies: Dependencies, { caller }: Call) {
  const { config, produce, once, deadline } = dependencies;
  const faults: Fault[] = [];
  const topic = readTopic(request, faults);
  readQuery(request, {}, faults);
  const key = readIdempotencyKey(request, faults);
  const parse = chooseParser(request);
  const records = await readRecords(request, dependencies, (body) => parse(body, config, faults));
  refuseInternalTopic(topic, config.allowInternalTopics);
  if (records.length === 0) return json(200, { topic, accepted: 0 });
  const signal = deadline();
  const send = async () => {
    const { duplicatesPossible } = await produce(topic, records, signal);
    return { topic, accepted: records.length, ...(duplicatesPossible && { duplicatesPossible }) };
  };
  if (key === undefined) return json(200, await send());
  const scope = { cluster: config.restUrl.host, caller: caller.id, route: 'produceRecords' };
  const keyed = { rowKey: rowKeyOf({ ...scope, topic, key }), bodyHash: bodyHashOf(records) };
  const result = await once(keyed, signal, send);
  return result.replayed
    ? json(200, { ...result.value, ...replayed.members }, replayed.headers)
    : json(200, result.value);
}

async function readRecords(
  request: HttpRequest,
  { config, memory }: Dependencies,
  parse: (body: Buffer) => ProduceRecord[],
): Promise<ProduceRecord[]> {
  const hold = memory.hold();
  try {
    return parse(await readBody(request, config.maxRequestBytes, { hold }));
  } finally {
    // From here on what produces the records counts them.
    hold.release();
  }
}
