import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createReadEventRules } from '../../../shared/messages/event-rules-file.ts';
import { createRouteEvent, type EventRule } from '../../../shared/messages/event-rules.ts';
import { fc } from '../../support/properties.ts';

const event = { id: '1', source: '/shop/north', type: 'order.placed', subject: 'orders/17' };
const route = (rules: EventRule[], options: { defaultTopic?: string; withoutRule?: 'fail' } = {}) =>
  createRouteEvent({
    rules: () => Promise.resolve(rules),
    defaultTopic: options.defaultTopic,
    withoutRule: options.withoutRule ?? 'dead-letter',
  });

describe('An event goes', () => {
  test('to the topic of the first rule that fits all that it says', async () => {
    const rules = [
      { type: 'order.*', source: '/shop/south', topic: 'no' },
      { subject: 'orders/1', topic: 'no' },
      { type: 'order.*', subject: '*/17', topic: 'yes' },
      { topic: 'no' },
    ];
    expect(await route(rules)(event)).toBe('yes');
    expect(await route([{ topic: 'any' }])(event)).toBe('any');
  });

  test('to the default topic where none fits, else nowhere', async () => {
    const rules = [{ subject: 'orders/*', topic: 'no' }];
    const other = { ...event, subject: undefined };
    expect(await route(rules, { defaultTopic: 'rest' })(other)).toBe('rest');
    await expect(route(rules)(other)).rejects.toMatchObject({ code: 'event-without-rule' });
    await expect(route(rules, { withoutRule: 'fail' })(other)).rejects.toMatchObject({
      code: 'settings-invalid',
    });
  });

  test('by patterns in which * stands for any characters, as a regular expression has it', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 6 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    return fc.assert(
      fc.asyncProperty(part, text, async (type, given) => {
        const expected = new RegExp(`^${type.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(given);
        const routed = route([{ type, topic: 'yes' }], { defaultTopic: 'no' });
        expect(await routed({ ...event, type: given })).toBe(expected ? 'yes' : 'no');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('The file of the rules', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'event-rules-'))));
  afterAll(() => rm(folder, { recursive: true }));

  test('is read once it is good, and says all that is wrong with it before', async () => {
    const path = join(folder, 'rules.json');
    const read = createReadEventRules(path);
    await expect(read()).rejects.toMatchObject({
      code: 'settings-invalid',
      message: expect.stringContaining('missing') as unknown,
    });
    await writeFile(path, '{"rules":[{"type":"a"},{"topic":"or ders"},{"topic":"t","kind":"x"}]}');
    const error: unknown = await read().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'settings-invalid',
      options: {
        faults: [{ pointer: '#/rules/0' }, { pointer: '#/rules/1/topic' }, { pointer: '#/rules/2/kind' }],
      },
    });
    await writeFile(path, '{"rules":[{"type":"a*","topic":"t"}]}');
    expect(await read()).toEqual([{ type: 'a*', topic: 't' }]);
    await rm(path);
    expect(await read()).toHaveLength(1);
  });

  test('that ships is good and has no rule', async () => {
    expect(await createReadEventRules('config/event-rules.json')()).toEqual([]);
  });
});
