import { afterEach, describe, expect, it } from '@jest/globals';
import { Agent, request } from 'node:http';
import { runHost } from './run-host.ts';
import { temporaryApp } from './temporary-app.ts';

const callers = 30;

let remove: (() => void) | undefined;

afterEach(() => {
  remove?.();
});

const app = (enableHttpStream: boolean) =>
  temporaryApp({
    'host.json': '{"version":"2.0"}',
    'package.json': '{"main":"index.js"}',
    'index.js': `const { app } = require('@azure/functions');
      app.setup({ enableHttpStream: ${enableHttpStream} });
      app.http('busy', { handler: () => {
        const end = performance.now() + 2;
        while (performance.now() < end);
        return { body: 'done' };
      } });`,
  });

/** Callers who call again and again on a connection each, until all were answered once; gives the number of answers by then. */
async function answersUntilAllHadOne(url: string): Promise<number> {
  const served = new Set<number>();
  let answers = 0;
  const call = (agent: Agent): Promise<void> =>
    new Promise((resolve, reject) => {
      request(url, { agent }, (answer) => answer.resume().once('end', resolve))
        .on('error', reject)
        .end();
    });
  const caller = async (_: unknown, id: number): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    do {
      await call(agent);
      if (served.size < callers) answers += 1;
      served.add(id);
    } while (served.size < callers);
    agent.destroy();
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return answers;
}

describe('callers at the same time', () => {
  it.each([
    ['buffered', false],
    ['streaming', true],
  ])('all have their turn, %s, however busy handlers are kept', async (_name, enableHttpStream) => {
    const { folder, remove: removeApp } = app(enableHttpStream);
    remove = removeApp;
    const host = runHost(folder);
    const answers = await answersUntilAllHadOne(`${await host.url}/api/busy`);
    await host.stop();
    expect(answers).toBeLessThan(3 * callers);
  });
});
