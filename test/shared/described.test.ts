import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { commitGroupBody } from '../../functions/http/commit-group.ts';
import { deleteGroupQuery } from '../../functions/http/delete-group.ts';
import { fetchGroupBody } from '../../functions/http/fetch-group.ts';
import { listDeadLettersQuery } from '../../functions/http/list-dead-letters.ts';
import { listGroupsQuery } from '../../functions/http/list-groups.ts';
import { listTopicsQuery } from '../../functions/http/list-topics.ts';
import { readPartitionQuery } from '../../functions/http/read-partition.ts';
import { releaseLeaseBody } from '../../functions/http/release-lease.ts';
import { renewLeaseBody } from '../../functions/http/renew-lease.ts';
import { resetGroupBody } from '../../functions/http/reset-group.ts';
import type { Described } from '../../shared/described.ts';
import { topicParameters } from '../../shared/http/read-topic-query.ts';

const limits = { maxCount: 500, maxWaitSeconds: 20 };
const RFC_3339 = /^\d{4}-(0[1-9]|1[0-2])-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const ajv = new Ajv2020({ formats: { 'date-time': RFC_3339, int64: true }, strictTypes: false });

const queries: Readonly<Record<string, Readonly<Record<string, Described<(text: string) => unknown>>>>> = {
  ...{ deleteGroupQuery, listDeadLettersQuery, listGroupsQuery, listTopicsQuery },
  readPartitionQuery: readPartitionQuery(limits),
  topicParameters: topicParameters(limits),
};

const bodies: Readonly<Record<string, Readonly<Record<string, Described<(value: unknown) => unknown>>>>> = {
  ...{ commitGroupBody, releaseLeaseBody, renewLeaseBody, resetGroupBody },
  fetchGroupBody: fetchGroupBody(limits),
};

const texts = [
  ...['', '0', '1', '-1', '1.5', '1e3', '499', '500', '501', '20000', '20001', '6000000', '6000001'],
  ...['9007199254740993', '9223372036854775807', 'NaN', 'true', 'false', 'TRUE', 'null'],
  ...['earliest', 'latest', 'Latest', 'error', 'json', 'string', 'orders.v1', 'a b', 'ü', '0,2,5', '0,', ','],
  ...['2026-01-31T12:00:00Z', '2026-13-31T12:00:00Z', '2026-01-31', '1700000000', '1700000000000'],
  ...['produce', 'deliver', 'group', 'subscription', 'topic-not-found', 'x'.repeat(250)],
  ...[`00000000000001-${'a'.repeat(32)}`, `00000000000001-${'A'.repeat(32)}`],
];

const values: readonly unknown[] = [
  ...[null, true, false, 0, 1, -1, 1.5, 500, 501, 3600, 3601, 20_001, 2 ** 31 - 1, 2 ** 31, 2 ** 53],
  ...['', 'earliest', 'latest', 'x', [], [0], [0, 0, 1], [-1], [0.5], ['0'], {}],
  ...[{ '0': 41 }, { '00': 41 }, { '0': -1 }, { '0': 1.5 }, { '0': '41' }, { '01234567890': 1 }],
  ...[{ timestamp: 1_700_000_000_000 }, { timestamp: '2026-01-31T12:00:00Z' }, { timestamp: 'x' }],
  ...[{ timestamp: 1_700_000_000 }, { timestamp: -1 }, { timestamp: 1, more: 1 }, { timestamp: null }],
  ...[{ offsets: { '0': 1 } }, { offsets: {} }, { shiftBy: -100 }, { shiftBy: 0.5 }, { shiftBy: '1' }],
];

/** What a text of a query stands for where a number, or true or false, is asked for. */
function readingsOf(text: string): unknown[] {
  const isOther = /^\d+$/.test(text) || text === 'true' || text === 'false';
  return isOther ? [text, JSON.parse(text)] : [text];
}

function takes(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}

describe('what a parser says of itself is what it takes', () => {
  const parameters = Object.entries(queries).flatMap(([of, parsers]) =>
    Object.entries(parsers).map(([name, parser]) => [of, name, parser] as const),
  );
  test.each(parameters)('%s: %s', (_of, _name, parser) => {
    const fits = ajv.compile(parser.schema);
    const wrong = texts.filter(
      (text) => takes(() => parser(text)) !== readingsOf(text).some((one) => fits(one)),
    );
    expect(wrong).toEqual([]);
  });

  const members = Object.entries(bodies).flatMap(([of, parsers]) =>
    Object.entries(parsers).map(([name, parser]) => [of, name, parser] as const),
  );
  test.each(members)('%s: %s', (_of, _name, parser) => {
    const fits = ajv.compile(parser.schema);
    expect(values.filter((value) => takes(() => parser(value)) !== fits(value))).toEqual([]);
  });
});
