import { expect, test } from '@jest/globals';
import { Hands } from './hands.ts';

/** Lines as the local host prints them, in pieces as they may come. */
const lines = (invocation: string, message: string, from: string, to: string) => [
  `[${from}] Executing 'Functions.produceQueued' (Reason='New queue message detected on 'kafka-produce'.', Id=${invocation})\n`,
  `[${from}] Trigger Details: MessageId: ${message}, DequeueCount: 1, InsertedOn: x\n`,
  `[${to}] Executed 'Functions.produceQueued' (Succeeded, Id=${invocation}, Duration=5ms)\n`,
];

test('What a host prints tells what it had in hand from when to when, and what it had when it was killed', () => {
  const hands = new Hands();
  const { print, kill } = hands.host();
  hands.knows('message-1', 'queued-1');
  hands.knows('message-2', 'queued-2');
  const [a = '', b = '', c = ''] = lines(
    'i-1',
    'message-1',
    '2026-01-01T00:00:01.000Z',
    '2026-01-01T00:00:02.000Z',
  );
  const [d = '', e = ''] = lines('i-2', 'message-2', '2026-01-01T00:00:03.000Z', '');
  const printed = `${a}${b}${c}[2026-01-01T00:00:02.500Z] something else\n${d}${e}`;
  for (let at = 0; at < printed.length; at += 7) print(printed.slice(at, at + 7));
  const killedMs = Date.parse('2026-01-01T00:00:05.000Z');
  expect(kill(killedMs)).toBe(1);
  const time = (text: string) => Date.parse(`2026-01-01T00:00:0${text}Z`);
  expect(hands.of('queued-1')).toEqual([{ fromMs: time('1'), toMs: time('2'), killed: false }]);
  expect(hands.of('queued-2')).toEqual([{ fromMs: time('3'), toMs: killedMs + 1000, killed: true }]);
});
