import { afterEach, describe, expect, it } from '@jest/globals';
import { nodeArguments } from '../../../local/host/node-arguments.ts';
import { runHost } from './run-host.ts';
import { temporaryApp } from './temporary-app.ts';

let remove: (() => void) | undefined;

afterEach(() => {
  remove?.();
});

describe('arguments for Node', () => {
  it.each([
    'languageWorkers__node__arguments',
    'LANGUAGEWORKERS__NODE__ARGUMENTS',
    'languageWorkers:node:arguments',
  ])('come from the setting %s', (name) => {
    expect(nodeArguments({ [name]: ' --inspect=0  --enable-source-maps ' })).toEqual([
      '--inspect=0',
      '--enable-source-maps',
    ]);
  });

  it('are none by default', () => {
    expect(nodeArguments({})).toEqual([]);
  });

  it('count for the app, in the process that was started', async () => {
    const app = temporaryApp({
      'host.json': '{"version":"2.0"}',
      'package.json': '{"main":"index.js"}',
      'local.settings.json': '{"Values":{"languageWorkers__node__arguments":"--max-old-space-size=321"}}',
      'index.js': `const { app } = require('@azure/functions');
        app.http('node', { handler: () => ({ jsonBody: { args: process.execArgv, id: process.pid } }) });`,
    });
    remove = app.remove;
    const host = runHost(app.folder);
    expect(await (await fetch(`${await host.url}/api/node`)).json()).toEqual({
      args: ['--max-old-space-size=321'],
      id: host.process.pid,
    });
    await host.stop();
    expect(await host.exitCode).toBe(0);
  });
});
