import { described, type Described } from './described.ts';

/** The settings as the platform gives them: name → text. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One setting of the app: a row of the README's table, and how its text becomes a value. */
export interface Setting<T> {
  readonly name: string;
  /** Text used when the setting is missing or empty; left out: the setting must be given. */
  readonly fallback?: string;
  readonly about: string;
  /** Throws an Error that says what is wanted; it never repeats the text, which may be a secret. */
  readonly parse: (text: string) => T;
}

export type Values<S extends Record<string, Setting<unknown>>> = {
  readonly [K in keyof S]: ReturnType<S[K]['parse']>;
};

export function text(pattern: RegExp, wanted: string): Described<(text: string) => string> {
  return described({ type: 'string', pattern: pattern.source }, (given: string) => {
    if (!pattern.test(given)) throw new Error(`give ${wanted}`);
    return given;
  });
}

/** Parts with commas between, none of them empty; empty text: none. */
export function list(pattern: RegExp, wanted: string): (text: string) => readonly string[] {
  const part = text(pattern, wanted);
  return (given) => (given === '' ? [] : given.split(',').map((one) => part(one.trim())));
}

export function optional<T>(parse: (text: string) => T): (text: string) => T | undefined {
  return (given) => (given === '' ? undefined : parse(given));
}

export function integer(min: number, max: number): Described<(text: string) => number> {
  return described({ type: 'integer', minimum: min, maximum: max }, (given: string) => {
    const value = Number(given);
    if (!/^\d+$/.test(given) || value < min || value > max) {
      throw new Error(`give a whole number from ${min} to ${max}`);
    }
    return value;
  });
}

export const boolean = described({ type: 'boolean' }, (given: string): boolean => {
  if (given !== 'true' && given !== 'false') throw new Error('give true or false');
  return given === 'true';
});

export function oneOf<const T extends string>(...names: readonly T[]): Described<(text: string) => T> {
  return described({ type: 'string', enum: names }, (given: string) => {
    const found = names.find((name) => name === given);
    if (found === undefined) throw new Error(`give one of ${names.join(', ')}`);
    return found;
  });
}

/** True where a host name is this machine. */
export function isLoopback(url: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
}

/** An https address of a host alone, as `https://name` or `https://name:port`. */
export function httpsOrigin(given: string): URL {
  const url = URL.parse(given);
  if (url?.protocol !== 'https:') throw new Error('give an address that starts with https://');
  if (url.username !== '' || url.password !== '') throw new Error('leave out user name and password');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new Error('give the host alone, without path, query or fragment');
  }
  return url;
}
