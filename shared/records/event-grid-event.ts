import { type Fault, pointerToken } from '../errors.ts';
import { isRfc3339 } from './cloud-event.ts';
import { depthOf, repeatedNames } from './json-text.ts';
import { MAX_DEPTH } from './produce-body.ts';

const REQUIRED = ['id', 'eventType', 'subject', 'eventTime'];

/** True for what has the form of an event in Event Grid's own schema, and not of a CloudEvent. */
export function isEventGridEvent(value: Record<string, unknown>): boolean {
  return 'eventType' in value && !('specversion' in value);
}

/**
 * What is wrong with an event in Event Grid's own schema; empty: nothing. `topic`, `dataVersion` and
 * `metadataVersion` are the service's to add, and `data` may be anything.
 */
export function eventGridFaults(event: Record<string, unknown>, json: string): Fault[] {
  const faults: Fault[] = [];
  const complain = (name: string, detail: string) =>
    faults.push({ pointer: `#/${pointerToken(name)}`, detail });
  for (const name of repeatedNames(json)) complain(name, 'Given twice: give it once.');
  for (const name of REQUIRED) {
    const given = event[name];
    if (typeof given !== 'string' || given === '') complain(name, 'Must be a string that is not empty.');
    else if (!given.isWellFormed()) complain(name, 'Has half of a surrogate pair.');
  }
  const { eventTime } = event;
  if (typeof eventTime === 'string' && eventTime !== '' && !isRfc3339(eventTime)) {
    complain('eventTime', 'Must be a time as in RFC 3339: 2026-01-31T12:00:00Z.');
  }
  if (depthOf(json) > MAX_DEPTH)
    faults.push({ pointer: '#', detail: `Nested deeper than ${MAX_DEPTH} levels.` });
  return faults;
}
