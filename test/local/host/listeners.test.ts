import { describe, expect, it } from '@jest/globals';
import type { Binding, LoadedFunction } from '../../../local/host/function.ts';
import { createListeners } from '../../../local/host/listeners.ts';

/** What the log says of functions with these bindings, of which the first is the trigger. */
function warnings(...functions: Record<string, Binding>[]): string[] {
  const lines: string[] = [];
  const loaded = functions.map((bindings, index): LoadedFunction => {
    const [name = '', trigger = { type: '' }] = Object.entries(bindings)[0] ?? [];
    return { name: `fn${index}`, bindings, trigger: { ...trigger, name } };
  });
  createListeners(loaded, {
    invoke: () => Promise.reject(new Error('not called')),
    log: (level, message) => lines.push(`${level}: ${message}`),
    settings: {},
    queues: {},
    messageLeaseMs: 1000,
    hostId: 'host',
    stateFolder: 'nowhere',
  });
  return lines;
}

const http = { type: 'httpTrigger', direction: 'in' } as const;

describe('the listeners of an app', () => {
  it('have nothing to say of functions with bindings that work here', () => {
    const answer = { type: 'http', direction: 'out' } as const;
    const queue = { type: 'queue', direction: 'out' } as const;
    expect(
      warnings(
        { req: http, $return: answer, extra: queue },
        { in1: { type: 'queueTrigger' }, $return: queue },
        { in1: { type: 'timerTrigger' } },
        { in1: { type: 'eventGridTrigger' } },
      ),
    ).toEqual([]);
  });

  it('say in one line each which functions lack something, and work for the others', () => {
    expect(
      warnings(
        { in1: { type: 'cosmosDBTrigger' }, $return: { type: 'cosmosDB', direction: 'out' } },
        { req: http, row: { type: 'table', direction: 'in' }, doc: { type: 'sql', direction: 'out' } },
        { in1: { type: 'timerTrigger' } },
      ),
    ).toEqual([
      "warn: 'Functions.fn0' runs by POST /admin/functions/fn0 only: no listener for cosmosDBTrigger here.",
      "warn: 'Functions.fn1' runs without what is not to be had here: table (in), sql (out).",
    ]);
  });
});
