import { afterEach, describe, expect, it } from '@jest/globals';
import { applySettings, readLocalSettings, setting } from '../../../local/host/local-settings.ts';
import { temporaryApp } from './temporary-app.ts';

let remove: (() => void) | undefined;

afterEach(() => {
  remove?.();
});

function read(text: string) {
  const app = temporaryApp({ 'local.settings.json': text });
  remove = app.remove;
  return readLocalSettings(app.folder);
}

describe('local.settings.json', () => {
  it('gives values, port and CORS', () => {
    const text =
      '{"Values":{"A":"1","B":2},"Host":{"LocalHttpPort":7074,"CORS":"https://a/, https://b","CORSCredentials":true}}';
    expect(read(text)).toEqual({
      values: { A: '1', B: '2' },
      port: 7074,
      cors: { origins: ['https://a', 'https://b'], credentials: true },
    });
  });

  it('does not override what the environment has', () => {
    const environment: Record<string, string | undefined> = { A: 'environment' };
    applySettings({ A: 'file', B: 'file' }, environment);
    expect(environment).toEqual({ A: 'environment', B: 'file' });
  });

  it('is refused when encrypted or when a value is no text', () => {
    expect(() => read('{"IsEncrypted":true}')).toThrow('func settings decrypt');
    expect(() => read('{"Values":{"A":{}}}')).toThrow('Values.A must be a string');
  });

  it('does not show its values when it cannot be parsed', () => {
    expect(() => read('{"Values":{"A":"AccountKey=abc"')).toThrow(/^(?!.*AccountKey).*is not valid JSON/s);
  });
});

describe('a setting', () => {
  it('is found without regard to case', () => {
    expect(setting({ Produce_Queue: 'q' }, 'PRODUCE_QUEUE')).toBe('q');
    expect(setting({}, 'PRODUCE_QUEUE')).toBeUndefined();
  });
});
