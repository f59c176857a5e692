import { describe, expect, test } from '@jest/globals';
import { HttpRequest } from '@azure/functions';
import type { Fault } from '../../../shared/errors.ts';
import {
  readPartition,
  readQuery,
  readTopic,
  readTopicOnly,
  requireJson,
} from '../../../shared/http/read.ts';
import { integer } from '../../../shared/setting.ts';

interface Given {
  readonly query?: string;
  readonly params?: Record<string, string>;
  readonly headers?: Record<string, string>;
}

function request({ query = '', params = {}, headers = {} }: Given): HttpRequest {
  return new HttpRequest({ method: 'POST', url: `https://localhost/api/test?${query}`, params, headers });
}

function query(text: string) {
  const faults: Fault[] = [];
  const values = readQuery(
    request({ query: text }),
    { count: integer(1, 10), offset: integer(0, 10) },
    faults,
  );
  return { values, faults };
}

describe('readQuery', () => {
  test('gives the parameters that were given, parsed', () => {
    expect(query('count=5')).toEqual({ values: { count: 5 }, faults: [] });
    expect(query('')).toEqual({ values: {}, faults: [] });
  });

  test('leaves to the host what is the host’s', () => {
    expect(query('code=key&clientId=default&offset=1')).toEqual({ values: { offset: 1 }, faults: [] });
  });

  test('names every fault: bad, unknown and given twice', () => {
    expect(query('count=0&ofset=1&offset=1&offset=1').faults).toEqual([
      { parameter: 'count', in: 'query', detail: 'count: give a whole number from 1 to 10.' },
      { parameter: 'ofset', in: 'query', detail: '"ofset" is not known: do you mean offset?' },
      { parameter: 'offset', in: 'query', detail: 'Given twice: give it once.' },
    ]);
  });

  test('takes names for names only as they are written, and none from the prototype', () => {
    const { values, faults } = query('Count=5&__proto__=1&constructor=1&toString=1');
    expect(values).toEqual({});
    expect(faults).toHaveLength(4);
  });

  test('shows at most 64 characters of a name', () => {
    const { faults } = query(`${'x'.repeat(5000)}=1`);
    expect(JSON.stringify(faults).length).toBeLessThan(250);
  });
});

describe('readTopic', () => {
  const faultsOf = (params: Record<string, string>) => {
    const faults: Fault[] = [];
    return { topic: readTopic(request({ params }), faults), faults };
  };

  test.each(['orders.v1', 'a..b', 'x'.repeat(249), '_', '...'])('takes %s', (topic) => {
    expect(faultsOf({ topic })).toEqual({ topic, faults: [] });
  });

  test.each(['', '.', '..', 'a/b', 'a b', 'ä', 'x'.repeat(250), 'a\n', '%41'])('complains of %j', (topic) => {
    expect(faultsOf({ topic }).faults).toEqual([expect.objectContaining({ parameter: 'topic', in: 'path' })]);
  });

  test('complains of a parameter beside the topic where the route takes none', () => {
    expect(readTopicOnly(request({ params: { topic: 'orders' } }))).toBe('orders');
    expect(() => readTopicOnly(request({ params: { topic: '..' }, query: 'a=1' }))).toThrow('2 faults');
  });
});

describe('readPartition', () => {
  const read = (partition: string) => {
    const faults: Fault[] = [];
    return { partition: readPartition(request({ params: { partition } }), faults), faults: faults.length };
  };

  test.each([
    ['0', 0],
    ['2147483647', 2_147_483_647],
  ])('takes %s', (text, partition) => {
    expect(read(text)).toEqual({ partition, faults: 0 });
  });

  test.each(['', '-1', '1.5', 'abc', '2147483648', '0x1', ' 1'])('complains of %j', (text) => {
    expect(read(text).faults).toBe(1);
  });
});

describe('requireJson', () => {
  const check = (type?: string) => () => {
    requireJson(request(type === undefined ? {} : { headers: { 'content-type': type } }));
  };

  test.each(['application/json', 'Application/JSON; charset=utf-8', 'application/json ;x=y'])(
    'takes %s',
    (type) => {
      expect(check(type)).not.toThrow();
    },
  );

  test.each([undefined, '', 'text/json', 'application/json-patch+json', 'text/plain'])(
    'refuses %j',
    (type) => {
      expect(check(type)).toThrow('Content-Type: application/json');
    },
  );
});
