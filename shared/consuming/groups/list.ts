import { eachPage } from '../../storage/each-page.ts';
import { AFTER_NAMES, type GroupStore } from './group-rows.ts';

export interface ListRequest {
  readonly prefix: string;
  /** The last group of the page before. */
  readonly after: string | undefined;
  readonly limit: number;
}

export interface ListedGroup {
  readonly group: string;
  readonly topics: readonly string[];
}

export interface ListedGroups {
  readonly groups: readonly ListedGroup[];
  /** What to give as `after` for the next page; null: this was the last. */
  readonly next: string | null;
}

/** Groups that have begun with a topic, in order of name. */
export type List = (request: ListRequest, signal: AbortSignal) => Promise<ListedGroups>;

/** Comes after the separator, and before or among what can follow it: no group of that name, all that come later. */
const AFTER_SEPARATOR = '-';

export function createList(store: GroupStore): List {
  return async ({ prefix, after, limit }, signal) => {
    const beyond = after === undefined ? prefix : `${after}${AFTER_SEPARATOR}`;
    const from = beyond > prefix ? beyond : prefix;
    const range = { from, before: `${prefix}${AFTER_NAMES}`, ownRows: true };
    const found = new Map<string, string[]>();
    for await (const page of eachPage((continuation) => store.list(range, continuation, signal))) {
      for (const { group, topic } of page.rows) found.set(group, [...(found.get(group) ?? []), topic]);
      // One group more than is asked for: the rows of one may lie on two pages.
      if (found.size > limit) break;
    }
    const groups = Array.from(found, ([group, topics]) => ({ group, topics }));
    const isMore = groups.length > limit;
    return { groups: groups.slice(0, limit), next: isMore ? (groups[limit - 1]?.group ?? null) : null };
  };
}
