import { afterEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { makeKeys, readKeys } from '../../../local/host/keys.ts';
import { temporaryApp } from './temporary-app.ts';

let remove: (() => void) | undefined;

afterEach(() => {
  remove?.();
});

function read(text: string) {
  const app = temporaryApp({ 'keys.json': text });
  remove = app.remove;
  return readKeys(join(app.folder, 'keys.json'));
}

describe('a key file', () => {
  it('needs no more than a master key', () => {
    expect(read('{"master":"m","functions":{"f":{"default":"k"}}}')).toEqual({
      master: 'm',
      host: {},
      functions: { f: { default: 'k' } },
      system: {},
    });
  });

  it.each([
    ['{}', 'has no "master" key'],
    ['{"master":"m","host":["k"]}', 'must give each key a name'],
    ['{"master":"m","system":{"s":""}}', 'must give each key a name'],
  ])('%s is refused', (text, reason) => {
    expect(() => read(text)).toThrow(reason);
  });
});

describe('keys made for one run', () => {
  it('are never the same', () => {
    expect(makeKeys().master).not.toBe(makeKeys().master);
  });
});
