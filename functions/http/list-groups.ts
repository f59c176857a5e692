import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { may } from '../../shared/access/caller.ts';
import { GROUP_NAME, groupNameFault } from '../../shared/consuming/groups/name.ts';
import type { Dependencies } from '../../shared/dependencies.ts';
import { described, withDefault } from '../../shared/described.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import { DEFAULT_LIMIT, MAX_LIMIT } from '../../shared/http/answer-limits.ts';
import { type Call, json } from '../../shared/http/handle.ts';
import { nextLink } from '../../shared/http/next-link.ts';
import { readQuery } from '../../shared/http/read.ts';
import { integer } from '../../shared/setting.ts';

const NAME = { type: 'string', pattern: GROUP_NAME.source };

const name = described(NAME, (text: string): string => {
  if (groupNameFault(text) !== undefined) throw new Error('give the name of a group, or what it begins with');
  return text;
});

const beginning = described({ anyOf: [NAME, { type: 'string', maxLength: 0 }] }, (text: string) =>
  text === '' ? text : name(text),
);

/** Parsers of its query. */
export const listGroupsQuery = {
  prefix: beginning,
  after: name,
  limit: withDefault(DEFAULT_LIMIT, integer(1, MAX_LIMIT)),
};

/** `GET groups`: names with their topics that the caller may see, in order, those with `prefix`, page by page. */
export async function listGroups(
  request: HttpRequest,
  { groups, deadline }: Dependencies,
  { caller }: Call,
): Promise<HttpResponseInit> {
  const faults: Fault[] = [];
  const { prefix = '', after, limit = DEFAULT_LIMIT } = readQuery(request, listGroupsQuery, faults);
  throwIfFaulty(faults);
  const { groups: listed, next } = await groups.list({ prefix, after, limit }, deadline());
  const shown = listed
    .map(({ group, topics }) => ({ group, topics: topics.filter((topic) => may(caller, 'describe', topic)) }))
    .filter(({ topics }) => topics.length > 0);
  return json(
    200,
    { groups: shown, next },
    next === null ? {} : { link: nextLink(request, { after: next }, []) },
  );
}
