import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { json } from '../shared/http/handle.ts';
import { parseProduceBody } from '../shared/records/produce-body.ts';
import { call } from './support/app.ts';

/**
 * What somebody with bad intent would try, and the test that shows it to be in vain: file, and words of the test's
 * source. A test that goes, or is renamed, is missed here.
 */
const threats: readonly (readonly [threat: string, file: string, words: string])[] = [
  [
    'the token of this app is led to another host',
    'shared/config.test.ts',
    'the host %s, to which the token must not go',
  ],
  ['the proxy’s address is this machine, in Azure', 'shared/config.test.ts', "'https://127.0.0.1:9400'"],
  [
    'an answer goes to a queue of somebody else',
    'end-to-end/messages.test.ts',
    '"replyTo":"of-somebody-else"',
  ],
  ['a claim check leads out of its container', 'shared/messages/claim-check.test.ts', "'../other/blob'"],
  ['a claim check is an address', 'shared/messages/claim-check.test.ts', "'blob?sv=2024&sig=word'"],
  ['a cursor is changed', 'shared/consuming/cursor.test.ts', "'that was changed anywhere is refused'"],
  [
    'a cursor is made for other bytes',
    'shared/consuming/cursor.test.ts',
    'whose checksum was made for other bytes',
  ],
  [
    'a lease is of another group, or forged',
    'functions/groups.test.ts',
    "'refuses the lease of another group, a damaged one and none'",
  ],
  [
    'a lease is used for what was not handed out',
    'functions/groups.test.ts',
    'refuses what was not handed out',
  ],
  [
    'an idempotency key of another caller, by key',
    'end-to-end/idempotency.test.ts',
    "'callers with other function keys do not meet in one key'",
  ],
  [
    'an idempotency key of another caller, by token',
    'end-to-end/entra.test.ts',
    "'callers do not meet in one idempotency key'",
  ],
  ['names that would be a filter of a table', 'fuzz/make-request.ts', `"' or PartitionKey ge '"`],
  ['headers with line breaks and controls', 'fuzz/make-request.ts', String.raw`'\r\nx: y'`],
  [
    'a body over the limit, said or not',
    'shared/http/body.test.ts',
    "'refuses a body without a length as soon as it is too large'",
  ],
  ['a body that stops coming', 'shared/http/body.test.ts', "'refuses a body whose bytes stop coming'"],
  [
    'a body that drips, never idle for long',
    'shared/http/body.test.ts',
    "'byte by byte, each before it would be given up, is given up after half a minute'",
  ],
  [
    'connections to the proxy, all of them taken by one caller',
    'shared/kafka-rest/turn-queue.test.ts',
    "'beside another leaves a quarter free once it has its half",
  ],
  [
    'a body that inflates without end',
    'shared/http/body.test.ts',
    "'refuses a bomb early, and the rest of it can be discarded'",
  ],
  [
    'bodies of many callers that fill the memory',
    'shared/http/body.test.ts',
    "'refuses what takes more memory than there is beside that of others, as soon as it does'",
  ],
  [
    'JSON of a hundred thousand levels',
    'shared/records/produce-body.test.ts',
    "'a hundred thousand levels are refused and not a crash'",
  ],
  [
    'a flood of calls that wait',
    'shared/consuming/waiting.test.ts',
    "'wait, the next is told when to ask again, and one that leaves makes room'",
  ],
  ['a burst of one caller', 'shared/access/fair-share.test.ts', "'takes nothing from another caller'"],
  [
    'a principal that anybody can send',
    'end-to-end/entra.test.ts',
    "'what a gateway would say of the caller is not believed'",
  ],
  [
    'tokens unsigned, signed with the public key, of others',
    'end-to-end/access-matrix.test.ts',
    "'HS256 with the public key'",
  ],
  [
    'tokens that make the app ask Entra without end',
    'shared/access/authority.test.ts',
    'while keys are invented',
  ],
  [
    'rights of an application, by its users',
    'shared/access/rules.test.ts',
    "'has nothing of the application through which a user calls'",
  ],
  [
    'a flood of denied calls that fills the audit',
    'shared/access/denials.test.ts',
    "'are a row each, up to a bound, and one with how many more there were'",
  ],
  [
    'a topic of Kafka itself, by a pattern for all',
    'shared/access/caller.test.ts',
    "'reaches no topic of Kafka itself by a pattern that begins otherwise'",
  ],
  [
    'keys, values, tokens and secrets in logs and answers',
    'functions/secrecy.test.ts',
    'show neither key, value, token nor secret',
  ],
  ['a key in the address, in a log', 'functions/secrecy.test.ts', '?code=hidden-code'],
];

describe('Every threat is in vain:', () => {
  test.each(threats)('%s', (_, file, words) => {
    expect(readFileSync(join(import.meta.dirname, file), 'utf8')).toContain(words);
  });
});

test.each([
  ['many records with ten each', 9_999, 10],
  ['one record with all of them', 1, 300_000],
])(
  'a body with a hundred thousand faults and more is told a hundred of them: %s',
  async (_, records, faults) => {
    const names = Array.from({ length: faults }, (_name, at) => `"unknown-${at}":1`).join(',');
    const body = `{"records":[${Array.from({ length: records }, () => `{${names}}`).join(',')}]}`;
    const limits = { maxRecordBytes: 1e8, maxRequestBytes: 1e8 };
    const parsing = await spent(() => JSON.parse(body) as unknown);
    const telling = await spent(() => call(() => json(200, parseProduceBody(Buffer.from(body), limits, []))));
    const { status, body: told } = telling.value;
    expect(status).toBe(400);
    expect(told['errors']).toHaveLength(100);
    // No more than ten thousand are looked for.
    expect(told['moreErrors']).toBeGreaterThanOrEqual(9_900);
    expect(told['moreErrors']).toBeLessThan(11_000);
    // Some five times as much, once it is warm; a search among all names for each of them would be thousands of times.
    expect(telling.cpuMs).toBeLessThan(1000 + 50 * parsing.cpuMs);
  },
);

async function spent<T>(act: () => T): Promise<{ value: Awaited<T>; cpuMs: number }> {
  const before = process.cpuUsage();
  const value = await act();
  return { value, cpuMs: process.cpuUsage(before).user / 1000 };
}
