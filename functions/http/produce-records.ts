import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { type Fault, notWritten, throwIfFaulty } from '../../shared/errors.ts';
import { WHOLE_BODY } from '../../shared/http/body-pace.ts';
import { bodyChunks, readBody } from '../../shared/http/body.ts';
import { type Call, json } from '../../shared/http/handle.ts';
import { readIdempotencyKey, refuseIdempotencyKey } from '../../shared/http/idempotency.ts';
import { prefersAsync } from '../../shared/http/prefer.ts';
import { chooseParser, type ParseRecords } from '../../shared/http/produce-request.ts';
import { readQuery, readTopic } from '../../shared/http/read.ts';
import { receiptLines } from '../../shared/http/receipt-lines.ts';
import { type Answer, streamed } from '../../shared/http/stream.ts';
import { bodyHashOf, replayed, rowKeyOf } from '../../shared/idempotency/row.ts';
import type { ProduceRecord } from '../../shared/records/produce-body.ts';
import { refuseInternalTopic } from '../../shared/topics/name.ts';

/**
 * `POST topics/{topic}/records`: 200 when all records were accepted, 202 when they are in the queue, as the caller
 * preferred, else a problem with their `outcome`. A stream of lines is answered by a stream of receipts, whose last
 * line tells what the status cannot tell any more.
 */
export async function produceRecords(
  request: HttpRequest,
  dependencies: Dependencies,
  call: Call,
): Promise<Answer> {
  try {
    const parse = chooseParser(request);
    return parse === 'lines'
      ? produceLines(request, dependencies, call)
      : await produceWhole(request, dependencies, call, parse);
  } catch (error) {
    // What the proxy was asked says its own outcome; all else failed before anything was sent.
    throw notWritten(error);
  }
}

function produceLines(request: HttpRequest, { config, produceStream }: Dependencies, call: Call): Answer {
  const faults: Fault[] = [];
  const topic = readTopic(request, faults);
  readQuery(request, {}, faults);
  refuseIdempotencyKey(request, faults);
  throwIfFaulty(faults);
  refuseInternalTopic(topic, config.allowInternalTopics);
  const read = (signal: AbortSignal) => bodyChunks(request, { signal });
  const receipts = produceStream(topic, read, call.closed, call.takeBytes);
  return streamed('application/x-ndjson', receiptLines(topic, receipts, call));
}

async function produceWhole(
  request: HttpRequest,
  dependencies: Dependencies,
  call: Call,
  parse: ParseRecords,
) {
  const { config, produce, messages, once, deadline } = dependencies;
  const faults: Fault[] = [];
  const topic = readTopic(request, faults);
  readQuery(request, {}, faults);
  const key = readIdempotencyKey(request, faults);
  const records = await readRecords(request, dependencies, call, (body) => parse(body, config, faults));
  refuseInternalTopic(topic, config.allowInternalTopics);
  if (records.length === 0) return json(200, { topic, accepted: 0 });
  const signal = deadline();
  const scope = { cluster: config.restUrl.host, caller: call.caller.id, route: 'produceRecords', topic };
  const keyed =
    key === undefined ? undefined : { rowKey: rowKeyOf({ ...scope, key }), bodyHash: bodyHashOf(records) };
  if (prefersAsync(request)) return told(await messages.enqueue(topic, records, keyed, signal));
  const send = async () => {
    const { duplicatesPossible } = await produce(topic, records, signal);
    return { topic, accepted: records.length, ...(duplicatesPossible && { duplicatesPossible }) };
  };
  return told(
    keyed === undefined ? { value: await send(), replayed: false } : await once(keyed, signal, send),
  );
}

/** What the caller is told: of a repeat, what the first request was, whichever way either of them went. */
function told({ value, replayed: isReplayed }: { value: object; replayed: boolean }): HttpResponseInit {
  const isQueued = 'messageId' in value;
  const headers = { ...(isReplayed && replayed.headers), ...(isQueued && PREFERENCE_APPLIED) };
  return json(isQueued ? 202 : 200, { ...value, ...(isReplayed && replayed.members) }, headers);
}

const PREFERENCE_APPLIED = { 'preference-applied': 'respond-async' };

async function readRecords(
  request: HttpRequest,
  { config, memory }: Dependencies,
  { takeBytes }: Call,
  parse: (body: Buffer) => ProduceRecord[],
): Promise<ProduceRecord[]> {
  const hold = memory.hold();
  const add = (bytes: number) => {
    takeBytes(bytes);
    hold.add(bytes);
  };
  try {
    const pace = { ...WHOLE_BODY, maxMs: config.streamSeconds * 1000 };
    return parse(await readBody(request, config.maxRequestBytes, { hold: { add }, pace }));
  } finally {
    // From here on what produces the records counts them.
    hold.release();
  }
}
