import type { HttpRequest } from '@azure/functions';
import { AppError, type Fault } from '../errors.ts';
import {
  type EventLimits,
  parseBinaryCloudEvent,
  parseCloudEvent,
  parseCloudEventBatch,
} from '../records/cloud-events-body.ts';
import { parseProduceBody, type ProduceRecord } from '../records/produce-body.ts';

/** Makes records of a whole body; throws as the parsers of `shared/records` do. */
export type ParseRecords = (body: Buffer, limits: EventLimits, faults: readonly Fault[]) => ProduceRecord[];

const ACCEPTED = [
  'application/json',
  'application/x-ndjson',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
];

/**
 * Chooses how a produce request is read, by its headers: whole, by a parser, or as a stream of lines. Throws
 * `unsupported-media-type` naming what can be sent.
 */
export function chooseParser(request: HttpRequest): ParseRecords | 'lines' {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/cloudevents-batch+json') return parseCloudEventBatch;
  if (type === 'application/cloudevents+json') return parseCloudEvent;
  if (request.headers.has('ce-specversion')) {
    return (body, limits, faults) => parseBinaryCloudEvent(request.headers, body, limits, faults);
  }
  if (type === 'application/x-ndjson') return 'lines';
  if (type === 'application/json') return parseProduceBody;
  throw new AppError(
    'unsupported-media-type',
    `Add the header Content-Type: application/json, or one of ${ACCEPTED.slice(1).join(', ')}.`,
    { headers: { 'accept-post': ACCEPTED.join(', ') } },
  );
}
