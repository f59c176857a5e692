import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { produceRecords } from '../../functions/http/produce-records.ts';
import { readPartition } from '../../functions/http/read-partition.ts';
import type { Fault } from '../../local/stand-in/faults.ts';
import { type Answered, type App, call, startApp } from '../support/app.ts';

let app: App;
const topic = 'orders';

beforeAll(async () => {
  app = await startApp();
  const { log } = app.standIns.kafkaRest;
  await log.createTopic({ name: topic });
  const record = { partition: 0, key: Buffer.from('hidden-key'), value: Buffer.from('hidden-value') };
  await log.append(topic, [{ ...record, timestampMs: Date.now() }]);
});
afterAll(() => app.close());

const produce = (body: string, headers: Record<string, string> = {}) =>
  call((request, own) => produceRecords(request, app.dependencies, own), {
    method: 'POST',
    params: { topic },
    query: '?code=hidden-code',
    headers: { authorization: 'Bearer hidden-caller', 'x-functions-key': 'hidden-code', ...headers },
    body,
  });

const read = (query: string) =>
  call((request, of) => readPartition(request, app.dependencies, of), {
    params: { topic, partition: '0' },
    query,
  });

/** Fails where a log, or an answer other than the records themselves, shows what nobody may see. */
function expectNothingShown({ text, headers, log }: Answered): void {
  const tokens = app.standIns.entra.issued().map(({ token }) => token);
  expect(tokens.length).toBeGreaterThan(0);
  const shown = [text, JSON.stringify(headers), ...log].join('\n');
  for (const hidden of ['hidden-', app.standIns.clientSecret, ...tokens]) expect(shown).not.toContain(hidden);
}

const record = '{"key":"hidden-key","value":"hidden-value"}';

describe('an answer to records and its log show neither key, value, token nor secret', () => {
  test.each([
    ['that were accepted', `{"records":[${record}]}`],
    ['that are no JSON', `{"records":[${record}`],
    ['that are no records', `{"records":${record}}`],
    ['with a bad partition', `{"records":[{"value":"hidden-value","partition":"hidden-value"}]}`],
    ['with half a surrogate pair', `{"records":[{"value":"hidden-value\\ud800"}]}`],
    ['that are too large', `{"records":[{"value":"${'hidden-value'.repeat(100_000)}"}]}`],
    ['for a partition that is not there', `{"records":[{"value":"hidden-value","partition":7}]}`],
  ])('%s', async (_, body) => {
    expectNothingShown(await produce(body));
  });

  // A proxy that repeats what it was sent must not make this app repeat it.
  const echo = {
    headers: { 'content-type': 'application/json' },
    body: `{"error":${JSON.stringify(record)}}`,
  };
  const faults: Fault[] = [
    ...[200, 302, 400, 401, 403, 404, 413, 429, 500, 503].map((status): Fault => ({
      kind: 'status',
      status,
      ...echo,
    })),
    { kind: 'cut', where: 'before-answer' },
    { kind: 'html' },
  ];

  test.each(faults)('where the proxy gives %j', async (fault) => {
    const { faults: rules } = app.standIns.kafkaRest;
    rules.add({ call: 'produce', fault });
    expectNothingShown(await produce(`{"records":[${record}]}`));
    rules.clear();
    rules.add({
      call: 'consume',
      fault: fault.kind === 'status' && fault.status === 200 ? { kind: 'html' } : fault,
    });
    expectNothingShown(await read('?offset=0'));
    rules.clear();
  });
});

test('the log of a read shows nothing, and its answer no more than the records', async () => {
  const answer = await read('');
  expect(answer.text).toContain('hidden-value');
  expectNothingShown({ ...answer, text: JSON.stringify({ ...answer.body, records: undefined }) });
});
