import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from '@jest/globals';
import { Faults } from '../../local/stand-in/faults.ts';
import { forms, seeded } from '../produce/seeded-faults.ts';
import { Journal } from './journal.ts';
import { misbehave, untried } from './misbehave.ts';

function strike(count: number) {
  const [faults, journal] = [new Faults(), new Journal()];
  const behave = misbehave(faults, journal, seeded(1));
  const take = () =>
    faults.take('produce', {
      body: Buffer.from('{"records":[{"value":"a"}]}'),
      response: new ServerResponse(new IncomingMessage(new Socket())),
    });
  for (let left = count; left > 0; left -= 1) take();
  return { take, journal, behave };
}

test('All forms of all faults strike first, and a fifth of the calls is struck', () => {
  const { take, journal, behave } = strike(400);
  const struck = journal.calls.flatMap(({ rule }) => rule ?? []);
  expect(new Set(struck.slice(0, forms.length))).toEqual(new Set(forms));
  expect(untried(journal.calls)).toEqual([]);
  behave();
  for (let left = 100; left > 0; left -= 1) expect(take()).toBeUndefined();
});

test('A run in which a form never struck, or too few calls, has shown nothing', () => {
  const { calls } = strike(400).journal;
  const [one] = forms;
  const rest = calls.filter(({ rule }) => !isDeepStrictEqual(rule, one));
  expect(untried(rest)).toEqual([expect.stringContaining('never struck: {"kind":"status"')]);
  const calm = [...calls, ...calls.filter(({ rule }) => rule === undefined)];
  expect(untried(calm)).toEqual([expect.stringMatching(/^1\d % of the calls/)]);
});
