import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDeclared } from '../../../shared/declared/json-schema.ts';

const schema = {
  type: 'object',
  required: ['rules'],
  additionalProperties: false,
  properties: {
    rules: {
      type: 'object',
      propertyNames: { pattern: '^[a-z]+$', description: 'lower-case letters' },
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: { topic: { type: 'string' }, count: { type: 'integer', minimum: 1 } },
      },
    },
    mode: { enum: ['one', 'other'] },
    list: { type: 'array', items: { type: 'object' } },
  },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'declared-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function reading(text: string) {
  const path = join(folder, 'file.json');
  await writeFile(path, text);
  const declared = await readDeclared(path, schema);
  return declared.kind === 'broken' ? declared.faults : declared;
}

test('a file that fits gives its value, also with a byte order mark', async () => {
  const value = { rules: { a: { topic: 't', count: 2 } }, mode: 'one' };
  expect(await reading(JSON.stringify(value))).toEqual({ kind: 'value', value });
  expect(await reading(`\uFEFF${JSON.stringify(value)}`)).toEqual({ kind: 'value', value });
});

test('a file that is not there is told from one that cannot be read', async () => {
  expect(await readDeclared(join(folder, 'none.json'), schema)).toEqual({ kind: 'missing' });
  expect(await readDeclared(folder, schema)).toEqual({
    kind: 'broken',
    faults: [{ pointer: '#', detail: `${folder} cannot be read: EISDIR.` }],
  });
});

test.each([
  ['', 'empty'],
  [' \n', 'empty'],
  ['{"rules":', 'not valid JSON'],
])('a file of %j says what it is', async (text, what) => {
  expect(await reading(text)).toEqual([{ pointer: '#', detail: `${join(folder, 'file.json')} is ${what}.` }]);
});

test('all that is wrong is said at once, each with its place and what to do', async () => {
  const text =
    '{"rules":{"a":{"count":0,"tpic":"t"},"B":{},"a":{}},"mode":"none","list":[{"x":1},{"x/y":1,"x/y":2}],"exra":1}';
  expect(await reading(text)).toEqual([
    { pointer: '#/rules/a', detail: 'given twice: give it once.' },
    { pointer: '#/list/1/x~1y', detail: 'given twice: give it once.' },
    { pointer: '#/exra', detail: '"exra" is not known: known are rules, mode, list.' },
    { pointer: '#/rules/B', detail: 'must be: lower-case letters.' },
    { pointer: '#/mode', detail: 'must be one of one, other.' },
  ]);
  expect(await reading('{"rules":{"a":{"count":0,"tpic":"t"}}}')).toEqual([
    { pointer: '#/rules/a/tpic', detail: '"tpic" is not known: do you mean topic?' },
    { pointer: '#/rules/a/count', detail: 'must be >= 1.' },
  ]);
  expect(await reading('{}')).toEqual([{ pointer: '#', detail: 'must have rules.' }]);
  expect(await reading('[]')).toEqual([{ pointer: '#', detail: 'must be object.' }]);
});
