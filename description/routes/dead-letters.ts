import { listDeadLettersQuery } from '../../functions/http/list-dead-letters.ts';
import { replaySchema } from '../../shared/dead-letters/replay-request.ts';
import { letterExample, letterId } from '../answers/dead-letter.ts';
import { ofBodies, ofStorage } from '../problem-families.ts';
import { json, ok, queryOf, type RouteDescription } from '../route-description.ts';
import { about, array, boolean, count, object, orNull, ref, string } from '../schema.ts';

const ofOne = ['invalid-request', 'dead-letter-not-found', ...ofStorage] as const;

const listDeadLetters: RouteDescription = {
  tag: 'Dead letters',
  summary: 'Messages that were given up, in the order of time, page by page',
  description:
    'Nothing of their content. Of many letters a page looks through 10,000 at most, and may be empty and still have a next one.',
  query: queryOf(listDeadLettersQuery, {
    topic: 'For this topic.',
    source: 'From there.',
    direction: '`produce`: could not be produced; `deliver`: could not be delivered.',
    problem: 'With this code.',
    since: 'Filed from then on.',
    until: 'Filed before then.',
    limit: 'So many a page.',
    after: 'The `next` of the page before.',
  }),
  answers: {
    200: {
      description: 'The oldest first.',
      headers: ['link'],
      content: json(
        object({
          deadLetters: array(ref('DeadLetter')),
          next: orNull(string, 'Null: this was the last page.'),
        }),
        { deadLetters: [letterExample], next: null },
      ),
    },
  },
  problems: ['invalid-request', ...ofStorage],
};

const describeDeadLetter: RouteDescription = {
  tag: 'Dead letters',
  summary: 'Why and since when a message was given up',
  answers: ok('Nothing of its content.', ref('DeadLetter'), letterExample),
  problems: ofOne,
};

const readDeadLetter: RouteDescription = {
  tag: 'Dead letters',
  summary: 'The message as it came, to the byte',
  answers: {
    200: {
      description: 'With the content type that it came with.',
      headers: ['content-disposition', 'x-content-type-options'],
      content: { '*/*': { schema: {}, example: '{"topic":"hello","records":[{"value":1}]}' } },
    },
  },
  problems: [...ofOne, 'answer-too-large'],
};

const replayDeadLetters: RouteDescription = {
  tag: 'Dead letters',
  summary: 'Sends letters again, those named or those that fit a filter',
  description: 'One after another, so that their order is kept. All of them are `{"filter":{}}`.',
  body: {
    required: true,
    content: json(replaySchema, { filter: { topic: 'hello' }, dryRun: true }),
  },
  answers: ok(
    'What became of each that was tried.',
    object({
      dryRun: boolean,
      replayed: count,
      failed: count,
      results: array(ref('ReplayResult')),
      next: orNull(
        about('', { type: 'object' }),
        'The body of the request that goes on; null: all were tried.',
      ),
      'stoppedBy?': about(
        'A failure that every other letter would share, after which none was tried.',
        object({
          code: ref('ProblemCode'),
          detail: string,
          retryable: boolean,
          'outcome?': string,
        }),
      ),
    }),
    {
      dryRun: true,
      replayed: 0,
      failed: 0,
      results: [{ id: letterId, result: 'would-be-replayed' }],
      next: null,
    },
  ),
  problems: ['invalid-request', ...ofBodies, ...ofStorage],
};

const deleteDeadLetter: RouteDescription = {
  tag: 'Dead letters',
  summary: 'Removes a letter with all that was kept of it',
  answers: { 204: { description: 'It is gone.' } },
  problems: ofOne,
};

export const deadLetterRoutes = {
  ...{ listDeadLetters, describeDeadLetter, readDeadLetter, replayDeadLetters, deleteDeadLetter },
};
