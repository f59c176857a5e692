import type { Random } from './random.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Texts that stand for a value, well-formed or not. */
const values = [
  'null',
  'true',
  '0',
  '-1',
  '1.0',
  '1e400',
  '123456789012345678901234567890',
  '01',
  'NaN',
  '""',
  '"x"',
  '"\\ud800"',
  '"\\u0000"',
  '[]',
  '{}',
  '[[]]',
  '{"a":1,"a":2}',
  '{"__proto__":{"x":1}}',
  'undefined',
  '"',
  '[',
  '{',
] as const;

const names = [
  'records',
  'key',
  'value',
  'partition',
  'headers',
  'timestamp',
  'lease',
  'offsets',
  'count',
  'to',
  'filter',
  'findings',
  '__proto__',
  '',
] as const;

const PLACE = '\u0001';

/** A JSON text with one to three of its values or names changed, dropped, repeated or made deep. */
export function mutateJson(text: string, random: Random): string {
  let changed = text;
  for (let left = 1 + random.below(3); left > 0; left -= 1) changed = mutateOnce(changed, random);
  return changed;
}

function mutateOnce(text: string, random: Random): string {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return text;
  }
  const holder = { '': value };
  const places: (readonly [Json[] | Record<string, Json>, string | number])[] = [];
  collect(holder, places);
  const [parent, key] = places[random.below(places.length)] ?? [holder, ''];
  const at = parent as Record<string | number, Json | undefined>;
  const old = at[key] ?? null;
  switch (random.below(6)) {
    case 0:
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      // Left out when it is written.
      else if (parent !== holder) at[key] = undefined;
      break;
    case 1:
      if (parent !== holder && !Array.isArray(parent)) at[random.pick(names)] = old;
      break;
    case 2:
      at[key] = Array.from({ length: random.below(40) }, () => old);
      break;
    case 3:
      return written(holder, parent, key, deep(random.pick([10, 63, 64, 65, 500]), JSON.stringify(old)));
    case 4:
      return written(holder, parent, key, JSON.stringify('x'.repeat(random.below(5000))));
    default:
      return written(holder, parent, key, random.pick(values));
  }
  return JSON.stringify(holder['']);
}

function collect(value: Json, places: (readonly [Json[] | Record<string, Json>, string | number])[]): void {
  if (value === null || typeof value !== 'object') return;
  for (const key of Object.keys(value)) {
    places.push([value, key]);
    collect((value as Record<string, Json | undefined>)[key] ?? null, places);
  }
}

/** The whole with a raw text in one place. */
function written(
  holder: { '': Json },
  parent: Json[] | Record<string, Json>,
  key: string | number,
  raw: string,
): string {
  (parent as Record<string | number, Json>)[key] = PLACE;
  return JSON.stringify(holder['']).replace(JSON.stringify(PLACE), () => raw);
}

function deep(levels: number, inner: string): string {
  return `${'['.repeat(levels)}${inner}${']'.repeat(levels)}`;
}
