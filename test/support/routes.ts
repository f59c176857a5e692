import { jest } from '@jest/globals';

/** The route table, what runs by itself, what messages and events start, and the names of all functions that the app registers, in their order. */
export async function importRoutes() {
  // Outside a host the library registers nothing, and says so of each function: that is how its calls can be seen.
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  const debug = jest.spyOn(console, 'debug').mockImplementation(() => undefined);
  const { events, queues, routes, timers } = await import('../../functions/index.ts');
  const warnings = warn.mock.calls.map(([line]) => String(line));
  warn.mockRestore();
  debug.mockRestore();
  return {
    events,
    queues,
    routes,
    timers,
    registered: warnings.flatMap((line) => /register function "(\w+)"/.exec(line)?.[1] ?? []),
  };
}
