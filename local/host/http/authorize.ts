import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Keys } from '../keys.ts';
import type { Route } from './route-table.ts';

/** What a caller may show: the header wins over the query, even when it is wrong. */
export function presentedKey(headers: IncomingHttpHeaders, query: string): string | undefined {
  const header = headers['x-functions-key'];
  if (typeof header === 'string') return header;
  return new URLSearchParams(query).get('code') ?? undefined;
}

export function mayCall({ authLevel, fn }: Route, keys: Keys, key: string | undefined): boolean {
  switch (authLevel) {
    case 'anonymous':
      return true;
    case 'function':
      return isOneOf(key, [keys.master, ...Object.values(keys.host), ...functionKeys(keys, fn.name)]);
    case 'admin':
      return mayAdminister(keys, key);
  }
}

export function mayAdminister(keys: Keys, key: string | undefined): boolean {
  return isOneOf(key, [keys.master]);
}

/** `extension` in lower case: `eventgrid` opens with the system key `eventgrid_extension`. */
export function mayCallWebhook(extension: string, keys: Keys, key: string | undefined): boolean {
  const system = Object.entries(keys.system).filter(
    ([name]) => name.toLowerCase() === `${extension}_extension`,
  );
  return isOneOf(key, [keys.master, ...system.map(([, value]) => value)]);
}

function functionKeys(keys: Keys, name: string): string[] {
  const entries = Object.entries(keys.functions).filter(([fn]) => fn.toLowerCase() === name.toLowerCase());
  return entries.flatMap(([, named]) => Object.values(named));
}

function isOneOf(key: string | undefined, accepted: readonly string[]): boolean {
  if (key === undefined) return false;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const presented = digest(key);
  return accepted.some((one) => timingSafeEqual(digest(one), presented));
}
