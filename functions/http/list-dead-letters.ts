import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { filterOf, filterParsers, parsePlace } from '../../shared/dead-letters/letter-filter.ts';
import type { Dependencies } from '../../shared/dependencies.ts';
import { withDefault } from '../../shared/described.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import { DEFAULT_LIMIT, MAX_LIMIT } from '../../shared/http/answer-limits.ts';
import { json } from '../../shared/http/handle.ts';
import { nextLink } from '../../shared/http/next-link.ts';
import { readQuery } from '../../shared/http/read.ts';
import { integer } from '../../shared/setting.ts';

/** Parsers of its query. */
export const listDeadLettersQuery = {
  ...filterParsers,
  limit: withDefault(DEFAULT_LIMIT, integer(1, MAX_LIMIT)),
  after: parsePlace,
};

/** `GET dead-letters`: letters in the order in which they were filed, by `next` page by page; nothing of their content. */
export async function listDeadLetters(
  request: HttpRequest,
  { deadLetters, deadline }: Dependencies,
): Promise<HttpResponseInit> {
  const faults: Fault[] = [];
  const { limit = DEFAULT_LIMIT, after, ...filter } = readQuery(request, listDeadLettersQuery, faults);
  throwIfFaulty(faults);
  const { letters, next } = await deadLetters.find(filterOf(filter), limit, after, deadline());
  const link = next === undefined ? {} : { link: nextLink(request, { after: next }, []) };
  return json(200, { deadLetters: letters, next: next ?? null }, link);
}
