import { afterEach, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runHost } from './run-host.ts';
import { temporaryApp } from './temporary-app.ts';

const hostJson = '{"version":"2.0"}';
const packageJson = (main: string, type = 'commonjs') => JSON.stringify({ name: 'app', main, type });
const registering = (name: string) => `app.http('${name}', { handler: () => ({ body: '${name}' }) });\n`;

let remove: (() => void)[] = [];

afterEach(() => {
  for (const one of remove) one();
  remove = [];
});

function appOf(files: Record<string, string>): string {
  const app = temporaryApp({ 'host.json': hostJson, ...files });
  remove.push(app.remove);
  return app.folder;
}

/** What the host prints when it cannot start. */
async function failing(folder: string, flags: string[] = []): Promise<string> {
  const host = runHost(folder, { flags });
  expect(await host.exitCode).toBe(1);
  return host.output();
}

describe('starting', () => {
  it('loads a glob of ES modules, the index before the rest', async () => {
    const folder = appOf({
      'package.json': packageJson('dist/{functions/*.js,index.js}', 'module'),
      'dist/index.js':
        "import { app } from '@azure/functions';\napp.setup({});\nglobalThis.isSetUp = true;\n",
      'dist/functions/a.js': `import { app } from '@azure/functions';\nif (globalThis.isSetUp) ${registering('a')}`,
      'dist/functions/b.js': `import { app } from '@azure/functions';\n${registering('b')}`,
    });
    const host = runHost(folder);
    const url = await host.url;
    expect(await (await fetch(`${url}/api/a`)).text()).toBe('a');
    expect(await (await fetch(`${url}/api/b`)).text()).toBe('b');
    await host.stop();
  });

  it('loads a bundle that left only the core module outside', async () => {
    const folder = appOf({
      'package.json': packageJson('dist/index.cjs', 'module'),
      'index.js': `import { app } from '@azure/functions';\n${registering('bundled')}`,
    });
    await build({
      entryPoints: [join(folder, 'index.js')],
      outfile: join(folder, 'dist/index.cjs'),
      ...{
        bundle: true,
        platform: 'node',
        format: 'cjs',
        external: ['@azure/functions-core'],
        logLevel: 'error',
      },
    });
    const host = runHost(folder);
    expect(await (await fetch(`${await host.url}/api/bundled`)).text()).toBe('bundled');
    await host.stop();
  });

  it('says so when nothing was registered, and serves on', async () => {
    const host = runHost(appOf({ 'package.json': packageJson('index.js'), 'index.js': '' }));
    expect((await fetch(`${await host.url}/api/a`)).status).toBe(404);
    expect(host.output()).toContain('No functions were found');
    await host.stop();
  });

  it('ends with one clear line when it cannot be done', async () => {
    const throwing = appOf({
      'package.json': packageJson('index.js'),
      'index.js': "throw new Error('on purpose')",
    });
    const [port, broken, missing, empty, noMain] = await Promise.all([
      failingOnTakenPort(),
      failing(throwing),
      failing(appOf({ 'package.json': packageJson('dist/*.js') })),
      failing(join(throwing, 'nowhere')),
      failing(appOf({ 'package.json': '{}', 'orders/function.json': '{}' })),
    ]);
    expect(port).toMatch(/^Port \d+ is unavailable\. .*--port \[-p\]\.\n$/);
    expect(broken).toMatch(/\nWorker was unable to load entry point "index\.js": on purpose\n$/);
    expect(missing).toMatch(/^Worker was unable to load entry point "dist\/\*\.js": no such file in .*\n$/);
    expect(noMain).toMatch(/ names no "main": .*\(function\.json is not read here\)\.\n$/);
    expect(empty).toMatch(/^There is no folder .*nowhere\.\n$/);
  });
});

async function failingOnTakenPort(): Promise<string> {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  const output = await failing(appOf({}), ['-p', String(port)]);
  taken.close();
  return output;
}

describe('asking for keys', () => {
  it('is a matter of --enableAuth', async () => {
    const folder = appOf({
      'package.json': packageJson('index.js'),
      'index.js': `const { app } = require('@azure/functions');
        for (const authLevel of ['anonymous', 'function', 'admin'])
          app.http(authLevel, { authLevel, handler: () => ({}) });`,
      'keys.json': '{"master":"m","host":{"default":"h"},"functions":{"function":{"mine":"f"}},"system":{}}',
    });
    const host = runHost(folder, { flags: ['--enableAuth', '--keys', join(folder, 'keys.json')] });
    const url = await host.url;
    const status = async (path: string, headers = {}) => (await fetch(`${url}/${path}`, { headers })).status;
    expect(await status('api/anonymous')).toBe(200);
    expect(await status('api/function')).toBe(401);
    expect(await status('api/function?code=f')).toBe(200);
    expect(await status('api/function?code=f', { 'x-functions-key': 'wrong' })).toBe(401);
    expect(await status('api/admin', { 'x-functions-key': 'h' })).toBe(401);
    expect(await status('api/admin', { 'x-functions-key': 'm' })).toBe(200);
    expect(await status('admin/host/status')).toBe(401);
    expect(await status('admin/host/status?code=m')).toBe(200);
    expect(host.output()).not.toMatch(/\bcode=|wrong/);
    await host.stop();
  });
});

describe('stopping', () => {
  const holding = {
    'package.json': packageJson('index.js'),
    'index.js': `const { app } = require('@azure/functions');
      let release;
      app.hook.appStart(({ hookData }) => { hookData.note = 'from the start'; });
      app.hook.appTerminate(({ hookData }) => console.log('appTerminate hook ran with a note ' + hookData.note));
      app.http('hold', { handler: () => new Promise((resolve) => { release = () => resolve({ body: 'done' }); }) });
      process.on('SIGTERM', () => setTimeout(() => release?.(), 50));`,
  };

  it('lets what runs end, refuses what is new, and exits with 0, however often it is told', async () => {
    const host = runHost(appOf(holding));
    const url = await host.url;
    const held = fetch(`${url}/api/hold`);
    await host.printed(/Executing 'Functions\.hold'/);
    host.process.kill('SIGTERM');
    host.process.kill('SIGINT');
    const answer = await held;
    expect([answer.status, await answer.text()]).toEqual([200, 'done']);
    expect(await host.exitCode).toBe(0);
    expect(host.output()).toContain('appTerminate hook ran with a note from the start');
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});
