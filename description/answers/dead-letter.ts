import type { Schema } from '../../shared/described.ts';
import { directions, LETTER_ID, sources } from '../../shared/dead-letters/dead-letter.ts';
import { about, boolean, count, object, oneOfTexts, orNull, ref, string, time } from '../schema.ts';

const id = about('The same for the same message, however often it is given up.', {
  type: 'string',
  pattern: LETTER_ID.source,
});

export const deadLetterSchemas: Readonly<Record<string, Schema>> = {
  DeadLetter: object({
    id,
    source: oneOfTexts(sources, { description: 'Where the message came from.' }),
    direction: oneOfTexts(directions),
    messageId: string,
    'topic?': about('Left out where the message does not say.', string),
    code: about('A problem code, `poisoned` or `too-many-deliveries`.', string),
    reason: string,
    attempts: count,
    firstAt: time,
    lastAt: time,
    filedAt: about('Letters are in this order.', time),
    bytes: count,
    contentType: string,
    'claimCheck?': string,
    'claimCheckBytes?': orNull(count, 'Of the copy beside the letter; null: there is none.'),
  }),
  ReplayResult: object({
    id,
    result: oneOfTexts([
      ...['replayed', 'failed', 'in-progress', 'not-found', 'not-replayable', 'would-be-replayed'],
    ]),
    'code?': ref('ProblemCode'),
    'detail?': string,
    'retryable?': boolean,
    'outcome?': oneOfTexts(['not-written', 'unknown', 'partial']),
  }),
};

export const letterId = '9f86d081884c7d659a2feaa0c55ad015';

export const letterExample = {
  id: letterId,
  source: 'produce-queue',
  direction: 'produce',
  messageId: 'order-4711',
  topic: 'hello',
  code: 'topic-not-found',
  reason: 'The cluster has no such topic, or it is too new for the proxy to show it.',
  attempts: 12,
  firstAt: '2026-01-31T12:00:00.000Z',
  lastAt: '2026-02-01T12:00:00.000Z',
  filedAt: '2026-02-01T12:00:00.100Z',
  bytes: 412,
  contentType: 'application/json',
};
