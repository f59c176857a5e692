import type { HttpRequest } from '@azure/functions';
import type { Described } from '../described.ts';
import { AppError, type Fault, throwIfFaulty } from '../errors.ts';
import { integer } from '../setting.ts';
import { MAX_PARTITION } from '../topics/max-partition.ts';
import { topicNameFault } from '../topics/name.ts';
import { unknownName } from '../unknown-name.ts';

/** Parameters that the Functions host itself reads. */
export const OF_THE_HOST = ['code', 'clientId'];
/** The number of a partition. */
export const partitionNumber = integer(0, MAX_PARTITION);

/** The `{topic}` of the route; a bad name goes to `faults`. */
export function readTopic(request: HttpRequest, faults: Fault[]): string {
  const topic = request.params['topic'] ?? '';
  const detail = topicNameFault(topic);
  if (detail !== undefined) faults.push({ parameter: 'topic', in: 'path', detail });
  return topic;
}

/** The `{partition}` of the route; a bad number goes to `faults`. */
export function readPartition(request: HttpRequest, faults: Fault[]): number {
  try {
    return partitionNumber(request.params['partition'] ?? '');
  } catch {
    faults.push({
      parameter: 'partition',
      in: 'path',
      detail: 'A partition is a whole number, 0 or greater.',
    });
    return 0;
  }
}

/** The `{topic}` of a route that takes nothing else; throws `invalid-request`. */
export function readTopicOnly(request: HttpRequest): string {
  const faults: Fault[] = [];
  const topic = readTopic(request, faults);
  readQuery(request, {}, faults);
  throwIfFaulty(faults);
  return topic;
}

/** For a route that takes no parameters in its query; throws `invalid-request` naming those that were given. */
export function refuseParameters(request: HttpRequest): void {
  const faults: Fault[] = [];
  readQuery(request, {}, faults);
  throwIfFaulty(faults);
}

type Parsers = Readonly<Record<string, Described<(text: string) => unknown>>>;
type Parsed<P extends Parsers> = { readonly [K in keyof P]?: ReturnType<P[K]> };

/** The query parameters that were given, parsed; bad, repeated and unknown ones go to `faults`. */
export function readQuery<P extends Parsers>(request: HttpRequest, parsers: P, faults: Fault[]): Parsed<P> {
  const values: Record<string, unknown> = {};
  const known = Object.keys(parsers);
  for (const name of new Set(request.query.keys())) {
    if (OF_THE_HOST.includes(name)) continue;
    const complain = (detail: string) => faults.push({ parameter: name.slice(0, 64), in: 'query', detail });
    const parse = parsers[name];
    const [text = '', ...more] = request.query.getAll(name);
    if (parse === undefined || !Object.hasOwn(parsers, name)) complain(unknownName(name, known));
    else if (more.length > 0) complain('Given twice: give it once.');
    else {
      try {
        values[name] = parse(text);
      } catch (error) {
        complain(`${name}: ${error instanceof Error ? error.message : 'not valid'}.`);
      }
    }
  }
  return values as Parsed<P>;
}

/** Throws `unsupported-media-type` unless the body is said to be JSON. */
export function requireJson(request: HttpRequest): void {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return;
  throw new AppError('unsupported-media-type', 'Add the header Content-Type: application/json.', {
    headers: { 'accept-post': 'application/json' },
  });
}
