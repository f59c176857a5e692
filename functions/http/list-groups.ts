import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { may } from '../../shared/access/caller.ts';
import { groupNameFault } from '../../shared/consuming/groups/name.ts';
import type { Dependencies } from '../../shared/dependencies.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import { type Call, json } from '../../shared/http/handle.ts';
import { nextLink } from '../../shared/http/next-link.ts';
import { readQuery } from '../../shared/http/read.ts';
import { integer } from '../../shared/setting.ts';

const MAX_LIMIT = 1000;
const DEFAULT_LIMIT = 100;

/** `GET groups`: names with their topics that the caller may see, in order, those with `prefix`, page by page. */
export async function listGroups(
  request: HttpRequest,
  { groups, deadline }: Dependencies,
  { caller }: Call,
): Promise<HttpResponseInit> {
  const faults: Fault[] = [];
  const parsers = { prefix: beginning, after: name, limit: integer(1, MAX_LIMIT) };
  const { prefix = '', after, limit = DEFAULT_LIMIT } = readQuery(request, parsers, faults);
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

function beginning(text: string): string {
  return text === '' ? text : name(text);
}

function name(text: string): string {
  if (groupNameFault(text) !== undefined) throw new Error('give the name of a group, or what it begins with');
  return text;
}
