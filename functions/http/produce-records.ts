import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { type Fault, notWritten } from '../../shared/errors.ts';
import { readBody } from '../../shared/http/body.ts';
import { json } from '../../shared/http/handle.ts';
import { readQuery, readTopic, requireJson } from '../../shared/http/read.ts';
import { parseProduceBody } from '../../shared/records/produce-body.ts';
import { refuseInternalTopic } from '../../shared/topics/name.ts';

/** `POST topics/{topic}/records`: 200 when all records were accepted, else a problem with their `outcome`. */
export async function produceRecords(
  request: HttpRequest,
  dependencies: Dependencies,
): Promise<HttpResponseInit> {
  try {
    return await produce(request, dependencies);
  } catch (error) {
    // What the proxy was asked says its own outcome; all else failed before anything was sent.
    throw notWritten(error);
  }
}

async function produce(request: HttpRequest, { config, produce, deadline }: Dependencies) {
  const faults: Fault[] = [];
  const topic = readTopic(request, faults);
  readQuery(request, {}, faults);
  refuseIdempotencyKey(request, faults);
  requireJson(request);
  const body = await readBody(request, config.maxRequestBytes);
  const records = parseProduceBody(body, config, faults);
  refuseInternalTopic(topic, config.allowInternalTopics);
  await produce(topic, records, deadline());
  return json(200, { topic, accepted: records.length });
}

// A caller who sends the header relies on it: ignoring it would promise what this app does not do.
function refuseIdempotencyKey(request: HttpRequest, faults: Fault[]): void {
  if (!request.headers.has('idempotency-key')) return;
  faults.push({
    parameter: 'Idempotency-Key',
    in: 'header',
    detail: 'Not offered: a repeat may write twice.',
  });
}
