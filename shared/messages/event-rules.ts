import { AppError } from '../errors.ts';
import { fits } from '../pattern.ts';
import type { EventContext } from './message-event.ts';

/** One rule: the topic of all events that fit; what is left out fits all, and `*` stands for any characters. */
export interface EventRule {
  readonly source?: string;
  readonly type?: string;
  readonly subject?: string;
  readonly topic: string;
}

export interface EventRulesOptions {
  /** Rejects with `settings-invalid` where the declared rules are broken. */
  readonly rules: () => Promise<readonly EventRule[]>;
  /** Where events go that fit no rule. */
  readonly defaultTopic: string | undefined;
  /** What becomes of events that fit no rule where there is no such topic: `fail` lets them come again. */
  readonly withoutRule: 'dead-letter' | 'fail';
}

/**
 * The topic of an event: that of the first rule that fits. Rejects with `event-without-rule`, or where such events are
 * to fail with `settings-invalid`, which is tried again: somebody is to add the rule.
 */
export type RouteEvent = (event: EventContext) => Promise<string>;

export function createRouteEvent({ rules, defaultTopic, withoutRule }: EventRulesOptions): RouteEvent {
  return async (event) => {
    const found = (await rules()).find((rule) => isFor(rule, event));
    const topic = found?.topic ?? defaultTopic;
    if (topic !== undefined) return topic;
    const detail = 'The event fits none of the event rules, and there is no KAFKA_EVENT_DEFAULT_TOPIC.';
    throw withoutRule === 'dead-letter'
      ? new AppError('event-without-rule', detail)
      : new AppError('settings-invalid', detail, { cause: 'an event without rule' });
  };
}

function isFor(rule: EventRule, event: EventContext): boolean {
  const names = ['source', 'type', 'subject'] as const;
  return names.every((name) => rule[name] === undefined || fits(rule[name], event[name] ?? ''));
}
