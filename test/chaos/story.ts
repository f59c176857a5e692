import type { Evidence } from './causes.ts';
import type { Held } from './hands.ts';
import type { ProxyCall } from './journal.ts';

/** All that was seen of what this name is in, in the order of time: for whoever looks into a gap. */
export function storyOf(name: string, { journal, hands }: Evidence): string {
  const events = [
    ...journal.callsOf(name).map((call) => ({ atMs: call.atMs, text: called(name, call) })),
    ...hands.of(name).map((held) => ({ atMs: held.fromMs, text: had(held) })),
  ];
  return events
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ atMs, text }) => `${time(atMs)} ${text}`)
    .join('; ');
}

function called(name: string, { atMs, rule, names, wrote, answeredMs }: ProxyCall): string {
  const what = wrote.has(name) ? 'writes it' : 'does not write it';
  const answer = answeredMs === undefined ? 'no answer' : `answered after ${answeredMs - atMs} ms`;
  return `a call of ${names.size} ${what}, ${rule === undefined ? '' : `${JSON.stringify(rule.fault)}, `}${answer}`;
}

function had({ toMs, killed }: Held): string {
  return `in hand until ${toMs === Infinity ? 'the end' : time(toMs)}${killed ? ', killed' : ''}`;
}

function time(ms: number): string {
  return new Date(ms).toISOString().slice(11, -1);
}
