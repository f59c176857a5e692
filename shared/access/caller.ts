import { fits } from '../pattern.ts';
import { isInternalTopic } from '../topics/name.ts';

/** What may be done with a topic: `group` is reading as a consumer group, `describe` is metadata and being listed. */
export type Verb = 'produce' | 'read' | 'group' | 'describe';

/** What somebody may do with the topics that fit one of the patterns. */
export interface Grant {
  readonly topics: readonly string[];
  readonly may: readonly Verb[];
}

/** Who calls. `id` is the same for every call of theirs, differs between any two callers, and shows no key or token. */
export interface Caller {
  readonly id: string;
  /** `all`: an operator, or somebody whom the host let in by a key, which it checked for the level of the route. */
  readonly rights: 'all' | readonly Grant[];
}

/** Whom nothing is known of, and nothing is allowed. */
export const anyone: Caller = { id: 'anyone', rights: [] };

/** Whether a caller may do this with this topic; what no grant allows is denied. */
export function may({ rights }: Caller, verb: Verb, topic: string): boolean {
  return (
    rights === 'all' || rights.some((grant) => grant.may.includes(verb) && coversAny(grant.topics, topic))
  );
}

/** Whether a caller may do this with any topic at all; `any`: whether anything. */
export function maySomewhere({ rights }: Caller, verb: Verb | 'any'): boolean {
  return rights === 'all' || rights.some((grant) => verb === 'any' || grant.may.includes(verb));
}

/** Whether one of the patterns is for this topic; for Kafka's own topics only one is that begins as they do. */
export function coversAny(patterns: readonly string[], topic: string): boolean {
  return patterns.some(
    (pattern) => fits(pattern, topic) && (pattern.startsWith('_') || !isInternalTopic(topic)),
  );
}
