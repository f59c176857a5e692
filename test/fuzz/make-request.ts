import { gzipSync } from 'node:zlib';
import type { RouteRequest } from '../support/route-requests.ts';
import { MARK } from './conforms.ts';
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

const parameters = [
  'offset',
  'count',
  'maxBytes',
  'last',
  'timestamp',
  'untilOffset',
  'onOutOfRange',
  'value',
  'lag',
  'partitions',
  'cursor',
  'prefix',
  'internal',
  'dryRun',
  'force',
  'limit',
  'filter',
  'after',
  '__proto__',
  'ofset',
  MARK.slice(0, 80),
] as const;

/** One of a route's valid requests, mostly with something wrong. */
export function makeRequest(routes: readonly Named[], random: Random): FuzzRequest {
  const { name, ...route } = random.pick(routes);
  const method = random.chance(0.05) ? random.pick(methods) : route.method;
  const json = route.body ?? (random.chance(0.1) ? '{"records":[{"value":1}]}' : undefined);
  const headers: Record<string, string> = {
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    ...route.headers,
    ...headersOf(random),
  };
  const body =
    json === undefined || ['GET', 'HEAD'].includes(method) ? undefined : bodyOf(json, headers, random);
  return { name, method, path: pathOf(route.path, random), headers, body, isChunked: random.chance(0.1) };
}

export type Named = RouteRequest & { readonly name: string };

function pathOf(path: string, random: Random): string {
  const [place = '', query = ''] = path.split('?');
  const segments = place.split('/');
  if (random.chance(0.25)) segments[random.below(segments.length)] = segmentOf(random);
  if (random.chance(0.03)) segments.splice(random.below(segments.length + 1), 0, segmentOf(random));
  if (random.chance(0.03)) segments.push('');
  const asked = new URLSearchParams(query);
  while (random.chance(0.3)) asked.append(random.pick(parameters), textOf(random));
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
