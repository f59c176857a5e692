import { describe, expect, test } from '@jest/globals';
import {
  type ConsumedRecord,
  cutRecords,
  recordAt,
} from '../../../../shared/kafka-rest/operations/cut-records.ts';
import { fc } from '../../../support/properties.ts';
import { space, writtenJson, writtenNumber, writtenString } from '../../../support/written-json.ts';

const spelt = (name: string) =>
  fc.constantFrom(`"${name}"`, `"\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}"`);
const offset = fc.oneof(fc.nat().map(String), fc.constantFrom('0', '1e3', '15.0', '9007199254740991'));
const moment = fc.oneof(fc.nat().map(String), writtenNumber, fc.constantFrom('null', '"1"', '1700000000000'));
const long = fc.tuple(fc.nat(300), writtenString).map(([gap, text]) => `"${' '.repeat(gap)}${text.slice(1)}`);
const members = fc.oneof(
  fc.tuple(spelt('offset'), offset),
  fc.tuple(spelt('key'), fc.oneof(writtenString, long, fc.constantFrom('null', '5'))),
  fc.tuple(spelt('timestamp'), moment),
  fc.tuple(
    spelt('value'),
    fc.oneof(
      long,
      writtenJson.map(({ text }) => text),
    ),
  ),
  fc.tuple(
    fc.constantFrom('"partition"', '"offsets"', '"ke"', '"records"'),
    writtenJson.map(({ text }) => text),
  ),
);

/** A record whose members are in any order, some of them twice. */
const record = fc
  .tuple(space, fc.array(members, { maxLength: 8 }), fc.nat(8), offset)
  .map(([gap, more, at, own]) => {
    const all = more.toSpliced(at, 0, ['"offset"', own]);
    return `{${all.map(([name, value]) => `${gap}${name}${gap}:${gap}${value}${gap}`).join(',')}}`;
  });

/** An answer as the proxy may write it. */
const answer = fc
  .tuple(fc.array(record, { maxLength: 5 }), space, fc.constantFrom('bare', 'object', 'more', 'twice'))
  .map(([records, gap, shape]) => {
    const list = `[${records.join(`${gap},${gap}`)}${gap}]`;
    const members = { bare: '', object: '', more: '"next":[{"records":[]}],', twice: '"records":[],' }[shape];
    return shape === 'bare' ? gap + list + gap : `${gap}{${members}"records"${gap}:${gap}${list}${gap}}`;
  });

/** What JSON.parse makes of it, and of each record's own bytes. */
function modelOf(text: string, cut: readonly ConsumedRecord[]) {
  const parsed = JSON.parse(text) as unknown[] | { records: unknown[] };
  const values = Array.isArray(parsed) ? parsed : parsed.records;
  return values.map((value, index) => {
    const { offset, key, timestamp } = value as Record<string, unknown>;
    expect(JSON.parse(cut[index]?.json.toString() ?? '')).toEqual(value);
    return {
      offset,
      key: typeof key === 'string' ? key : null,
      timestampMs: Number.isSafeInteger(timestamp) ? timestamp : null,
    };
  });
}

describe('Records are cut', () => {
  test('where JSON.parse has them, whatever they look like', () => {
    fc.assert(
      fc.property(answer, (text) => {
        const cut = cutRecords(Buffer.from(text));
        expect(cut.map(({ offset, key, timestampMs }) => ({ offset, key, timestampMs }))).toEqual(
          modelOf(text, cut),
        );
      }),
      { numRuns: 400 },
    );
  });

  test('with every byte that they came in', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), space, (records, gap) => {
        const cut = cutRecords(Buffer.from(`[${records.join(`${gap},${gap}`)}]`));
        expect(cut.map(({ json }) => json.toString())).toEqual(records);
      }),
    );
  });

  test.each([0, 1, 62, 63, 64, 65, 127, 128, 129])(
    'where a string ends after %d bytes and escapes',
    (length) => {
      for (const end of ['', '\\"', '\\\\', '\\\\\\"', '\\u0022', 'é', ',\\"offset\\":9']) {
        const text = `{"value":"${'x'.repeat(length)}${end}","offset":5}`;
        expect(cutRecords(Buffer.from(`[${text},{"offset":6}]`))[0]?.json.toString()).toBe(text);
      }
    },
  );

  test.each(['value', 'key'])('however deep their %s goes', (name) => {
    const deep = `{"offset":1,"${name}":${'[{"a":'.repeat(100_000)}1${'}]'.repeat(100_000)}}`;
    expect(cutRecords(Buffer.from(`[${deep},{"offset":2}]`)).map(({ json }) => json.byteLength)).toEqual([
      deep.length,
      '{"offset":2}'.length,
    ]);
  });

  test('after a byte order mark', () => {
    expect(cutRecords(Buffer.from('\uFEFF[{"offset":1}]'))).toHaveLength(1);
  });
});

describe('What is not whole', () => {
  test('is refused wherever it is cut off', () => {
    fc.assert(
      fc.property(answer, fc.nat(), (text, at) => {
        const whole = Buffer.from(text.trim());
        expect(() => cutRecords(whole.subarray(0, at % whole.length))).toThrow(SyntaxError);
      }),
      { numRuns: 150 },
    );
  });

  test('is refused as a record', () => {
    const whole = Buffer.from('{"value":"a\\"}","offset":5}');
    for (let length = 0; length < whole.length; length += 1)
      expect(() => recordAt(whole.subarray(0, length), 0)).toThrow(SyntaxError);
    expect(recordAt(whole, 0).offset).toBe(5);
  });
});

describe('What is no JSON', () => {
  test('is refused where JSON.parse refuses it, but for what strings hold', () => {
    const mark = fc.constantFrom(...Array.from('{}[]:,"0.-eE x\n'), 'true', 'null');
    let refused = 0;
    fc.assert(
      fc.property(answer, fc.nat(), fc.nat(2), mark, (text, at, length, put) => {
        const broken = text.slice(0, at % text.length) + put + text.slice((at % text.length) + length);
        if (isJson(broken)) return;
        refused += 1;
        const cut = outcome(() => cutRecords(Buffer.from(broken)));
        // What it lets pass is JSON but for the insides of strings.
        if (cut !== undefined) expect(isJson(broken.replaceAll(/"(?:[^"\\]|\\.)*"/gs, '""'))).toBe(true);
      }),
      { numRuns: 1000 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  test.each([
    ...[
      '[{"offset":01}]',
      '[{"offset":1.}]',
      '[{"offset":.5}]',
      '[{"offset":+1}]',
      '[{"offset":1,}]',
      '[{"offset":1},]',
    ],
    ...[
      '[{offset:1}]',
      '[{"offset":1}]]',
      '[{"offset":1}} ',
      '{"records":[{"offset":1}]',
      '[{"offset":tru}]',
      '[{"offset"}]',
    ],
    ...[
      '[{"offset":1,"a":[}]}]',
      '[{"offset":1 "a":2}]',
      '[{"offset":1,"a":TRUE}]',
      '\u00a0[]',
      '[{"offset":1,"a":-}]',
    ],
  ])('is refused: %j', (text) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(() => cutRecords(Buffer.from(text))).toThrow(SyntaxError);
  });
});

function isJson(text: string): boolean {
  return outcome(() => JSON.parse(text) as unknown) !== undefined || text.trim() === 'null';
}

function outcome<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
