import type { Schema } from '../../shared/described.ts';
import { problems } from '../../shared/errors.ts';
import {
  about,
  array,
  boolean,
  count,
  object,
  offset,
  oneOfTexts,
  orNull,
  ref,
  string,
  time,
} from '../schema.ts';

const codes = Object.keys(problems);

const outcome = oneOfTexts(['not-written', 'unknown', 'partial'], {
  description: 'What became of the records of a produce request: none written, not known, some accepted.',
});

const fault: Schema = {
  oneOf: [
    object({
      'line?': about('The line of a stream, from 1 on.', count),
      pointer: about('Where in the body (RFC 6901, as a fragment).', string),
      detail: string,
    }),
    object({
      parameter: string,
      in: oneOfTexts(['path', 'query', 'header', 'setting']),
      detail: string,
    }),
  ],
};

const part = object({
  from: about('The first record, counted from 0.', count),
  to: about('The last record, which belongs to it.', count),
  outcome: oneOfTexts(['accepted', 'not-written', 'unknown']),
  'code?': ref('ProblemCode'),
});

/** What some problems say beside what all say. */
const more: Readonly<Record<string, Schema>> = {
  'outcome?': outcome,
  'retryAfterSeconds?': about('The same as the header Retry-After.', count),
  'errors?': array(ref('Fault'), { maxItems: 100, description: 'All that is wrong with the request.' }),
  'moreErrors?': about('How many faults there are beyond those in `errors`.', count),
  'outcomes?': array(part, { description: '`produce-partial`: what became of which records.' }),
  'duplicatesPossible?': about(
    'A refused call was sent again in parts, in case a refusal did write.',
    boolean,
  ),
  'idempotentReplayed?': about('What the first request with this key was told.', boolean),
  'accepted?': about('Of a stream of lines: so many records before it failed.', count),
  'notWrittenFromLine?': about('From this line on nothing was written.', count),
  'partition?': count,
  'partitions?': array(count),
  'offset?': about('`offset-out-of-range`: what was asked for.', offset),
  'earliestOffset?': offset,
  'endOffset?': about('The next offset to be written.', offset),
  'committed?': orNull(offset),
  'leaseUntil?': orNull(time),
  'partitionCount?': about('`topic-differs`: what stands.', count),
  'replicationFactor?': count,
  'passedOver?': array(ref('PassedOver')),
  'reset?': array(ref('ResetPartition'), { description: 'The partitions that were reset before it failed.' }),
};

export const problemSchemas: Readonly<Record<string, Schema>> = {
  ProblemCode: oneOfTexts(codes),
  Fault: fault,
  Problem: object(
    {
      type: { type: 'string', enum: codes.map((code) => `urn:kafka-rest-functions:problem:${code}`) },
      title: string,
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: about('What is wrong here, and what to do.', string),
      code: ref('ProblemCode'),
      retryable: about('The same request may succeed later; that does not make a repeat harmless.', boolean),
      invocationId: about('The same as x-ms-request-id.', string),
      ...more,
    },
    'RFC 9457. Members that only some problems have may be left out.',
  ),
};
