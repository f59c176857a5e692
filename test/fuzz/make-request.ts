import { gzipSync } from 'node:zlib';
import { MARK } from './conforms.ts';
import { type DescribedRoute, textFor } from './described-routes.ts';
import { mutateJson } from './mutate-json.ts';
import type { Random } from './random.ts';

/** A request as it goes out; its path is behind `/api/` and all ASCII. */
export interface FuzzRequest {
  /** The function whose request it was before it was changed. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  /** Without Content-Length. */
  readonly isChunked: boolean;
}

const texts = [
  '',
  '0',
  '-1',
  '1e9',
  '00',
  '9223372036854775807',
  '9223372036854775808',
  'true',
  'null',
  'earliest',
  'latest',
  '__consumer_offsets',
  '_schemas',
  '.',
  '..',
  '*',
  "' or PartitionKey ge '",
  '{"a":1}',
  '%',
  'ünïcode',
  '\u0000',
  '\r\nx: y',
  '../../etc/passwd',
  '2026-01-01T00:00:00Z',
  '1700000000',
  'toString',
  '__proto__',
  MARK,
] as const;

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

const types = [
  'application/json',
  'application/json; charset=utf-16',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'application/x-ndjson',
  'text/plain',
  'multipart/form-data; boundary=x',
  '',
] as const;

/** Names that no route knows. */
const unknown = ['filter', 'ofset', '__proto__', 'toString', MARK.slice(0, 80)] as const;

/** A request that the description of a route allows, mostly with something wrong. */
export function makeRequest(routes: readonly DescribedRoute[], random: Random): FuzzRequest {
  const route = random.pick(routes);
  const { name } = route;
  const method = random.chance(0.05) ? random.pick(methods) : route.method;
  const own = route.bodies.length === 0 ? undefined : random.pick(route.bodies);
  const sent = own ?? (random.chance(0.1) ? STRAY : undefined);
  const headers: Record<string, string> = {
    ...(sent === undefined ? {} : { 'content-type': sent.type }),
    ...Object.fromEntries(given(route.headers, 0.1, random)),
    ...headersOf(random),
  };
  const body =
    sent === undefined || ['GET', 'HEAD'].includes(method) ? undefined : bodyOf(sent.text, headers, random);
  return { name, method, path: pathOf(route, random), headers, body, isChunked: random.chance(0.1) };
}

/** For routes that take none. */
const STRAY = { type: 'application/json', text: '{"records":[{"value":1}]}' };

function given(
  parameters: DescribedRoute['query'],
  share: number,
  random: Random,
): (readonly [name: string, text: string])[] {
  const some = parameters.filter(() => random.chance(share));
  return some.map((parameter) => [parameter.name.toLowerCase(), textFor(parameter, random)] as const);
}

function pathOf({ path, query }: DescribedRoute, random: Random): string {
  const segments = path.split('/');
  if (random.chance(0.25)) segments[random.below(segments.length)] = segmentOf(random);
  if (random.chance(0.03)) segments.splice(random.below(segments.length + 1), 0, segmentOf(random));
  if (random.chance(0.03)) segments.push('');
  const asked = new URLSearchParams();
  const names = query.map(({ name }) => name);
  for (const parameter of query) {
    if (random.chance(0.2)) asked.append(parameter.name, textFor(parameter, random));
  }
  while (random.chance(0.2)) asked.append(random.pick([...names, ...unknown]), textOf(random));
  if (random.chance(0.01)) for (let at = 0; at < 150; at += 1) asked.append(`p${at}`, 'x');
  const text = asked.toString();
  return `${segments.join('/')}${text === '' ? '' : `?${text}`}`;
}

// Dots alone would lead out of `/api`, where the host answers.
const segmentOf = (random: Random) => encodeURIComponent(textOf(random).replace(/^\.+$/, 'x'));

function textOf(random: Random): string {
  return random.chance(0.1) ? 'x'.repeat(random.below(2000)) : random.pick(texts);
}

// What a client could not put into a header is left out.
const headerText = (random: Random) => textOf(random).replaceAll(/[^ -~]/g, '');

function headersOf(random: Random): Record<string, string> {
  const headers: Record<string, string> = {};
  if (random.chance(0.1)) headers['content-type'] = random.pick(types);
  if (random.chance(0.1))
    headers['accept'] = random.pick([
      'application/json',
      'text/markdown',
      'application/x-ndjson',
      'text/event-stream',
      'image/png',
      '*/*;q=0',
      '',
    ]);
  if (random.chance(0.05)) headers['accept-encoding'] = random.pick(['gzip', 'gzip;q=0', 'br', '*']);
  if (random.chance(0.05))
    headers['idempotency-key'] = random.pick(['one', '"one"', '', 'a, b', headerText(random)]);
  if (random.chance(0.05)) headers['prefer'] = random.pick(['respond-async', 'respond-async, wait=1', 'x']);
  if (random.chance(0.03)) headers['last-event-id'] = headerText(random);
  if (random.chance(0.03)) headers['ce-specversion'] = random.pick(['1.0', '0.3', '']);
  if (random.chance(0.05)) headers['traceparent'] = headerText(random);
  if (random.chance(0.05)) headers['x-ms-client-principal'] = headerText(random);
  if (random.chance(0.02)) headers['authorization'] = `Bearer ${headerText(random)}`;
  return headers;
}

function bodyOf(json: string, headers: Record<string, string>, random: Random): Buffer {
  const text = random.chance(0.7) ? mutateJson(json, random) : json;
  const bytes = Buffer.from(text);
  if (random.chance(0.05)) return bytes.subarray(0, random.below(bytes.length + 1));
  if (random.chance(0.05) && bytes.length > 0) bytes[random.below(bytes.length)] = random.below(256);
  if (random.chance(0.04)) {
    headers['content-encoding'] = random.pick(['gzip', 'gzip', 'br', 'deflate']);
    return random.chance(0.5) ? gzipSync(bytes) : bytes;
  }
  return bytes;
}
