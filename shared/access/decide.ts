import { AppError, echo } from '../errors.ts';
import { type Caller, may, maySomewhere, type Verb } from './caller.ts';

/**
 * What a route asks of its callers. With a topic in its path the verb is asked for that topic; without one it is asked
 * for some topic, and the function shows only those that the caller may see. `any`: whoever may do anything at all.
 */
export type Needed =
  | { readonly access: 'open' }
  | { readonly access: 'operator' }
  | { readonly access: 'data'; readonly verb: Verb | 'any' };

/** Why a caller is refused, or undefined: the one decision of who may do what. */
export function refusal(caller: Caller, needed: Needed, topic?: string): AppError | undefined {
  if (needed.access === 'open' || caller.rights === 'all') return undefined;
  if (needed.access === 'operator') return forbidden(`This takes the app role ${OPERATOR}.`);
  const missing = missingRight(caller, needed.verb, topic);
  return missing === undefined
    ? undefined
    : forbidden(`No rule allows you ${missing}: an operator can add one to the access file.`);
}

function missingRight(caller: Caller, verb: Verb | 'any', topic: string | undefined): string | undefined {
  if (verb === 'any') return maySomewhere(caller, verb) ? undefined : 'anything here';
  if (topic === undefined) return maySomewhere(caller, verb) ? undefined : `to ${verb} any topic`;
  return may(caller, verb, topic) ? undefined : `to ${verb} the topic ${echo(topic)}`;
}

/** The app role that may do everything. */
export const OPERATOR = 'Kafka.Operator';

function forbidden(detail: string): AppError {
  return new AppError('forbidden', detail, {
    headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' },
    cause: 'no rule allows it',
  });
}
