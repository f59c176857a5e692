import { afterEach, describe, expect, it } from '@jest/globals';
import { type HostJson, readHostJson } from '../../../local/host/host-json.ts';
import { temporaryApp } from './temporary-app.ts';

let remove: (() => void) | undefined;

afterEach(() => {
  remove?.();
});

function read(hostJson: string, environment: Record<string, string> = {}): HostJson {
  const app = temporaryApp({ 'host.json': hostJson });
  remove = app.remove;
  return readHostJson(app.folder, environment);
}

describe('host.json', () => {
  it('has the defaults of the real host outside of the consumption plan', () => {
    expect(read('{"version":"2.0"}')).toEqual({
      functionTimeoutMs: 1_800_000,
      functions: undefined,
      http: { routePrefix: 'api', maxOutstandingRequests: Infinity, maxConcurrentRequests: Infinity },
      queues: {},
      logLevels: {},
    });
  });

  it('is overridden by the environment, section by section, without regard to case', () => {
    const text = '{"version":"2.0","functions":["a","b"],"extensions":{"http":{"routePrefix":"v1"}}}';
    const overridden = read(text, {
      AzureFunctionsJobHost__functionTimeout: '00:00:05',
      azurefunctionsjobhost__extensions__HTTP__routeprefix: '',
      AzureFunctionsJobHost__extensions__queues__batchSize: '4',
      AzureFunctionsJobHost__functions__1: 'c',
      logging__logLevel__Worker: 'debug',
    });
    expect(overridden).toMatchObject({
      functionTimeoutMs: 5000,
      functions: ['a', 'c'],
      http: { routePrefix: '' },
      queues: { batchSize: 4 },
      logLevels: { Worker: 'debug' },
    });
  });

  it('may have comments, even where strings look like one', () => {
    expect(
      read('{ // why\n"version":"2.0", /* and */ "extensions":{"http":{"routePrefix":"a//b"}}}').http,
    ).toMatchObject({
      routePrefix: 'a//b',
    });
  });

  it('can switch the timeout off', () => {
    expect(read('{"version":"2.0","functionTimeout":"-1"}').functionTimeoutMs).toBe(Infinity);
  });

  it.each([
    ['{"version":"1.0"}', 'host.json must say "version": "2.0".'],
    ['{"version":"2.0","functionTimeout":"soon"}', 'host.json: functionTimeout must be hh:mm:ss or -1.'],
    [
      '{"version":"2.0","extensions":{"http":{"maxConcurrentRequests":"many"}}}',
      'host.json: extensions.http.maxConcurrentRequests must be a whole number.',
    ],
    ['[]', 'must hold a JSON object'],
    ['{"version"', 'is not valid JSON'],
  ])('%s is refused by name', (text, reason) => {
    expect(() => read(text)).toThrow(reason);
  });
});
