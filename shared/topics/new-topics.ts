import type { CreateTopic } from './create.ts';

/** The topics that this instance made moments ago, which some node of the proxy may not know yet. */
export interface NewTopics {
  readonly add: (topic: string) => void;
  readonly has: (topic: string) => boolean;
}

/** Remembers each topic for `graceMs` after it was added last. */
export function createNewTopics(graceMs: number, nowMs: () => number): NewTopics {
  const addedAtMs = new Map<string, number>();
  const isNew = (atMs: number) => nowMs() - atMs < graceMs;
  return {
    add(topic) {
      for (const [name, atMs] of addedAtMs) if (!isNew(atMs)) addedAtMs.delete(name);
      addedAtMs.set(topic, nowMs());
    },
    has: (topic) => isNew(addedAtMs.get(topic) ?? -Infinity),
  };
}

/** Creates topics as before, and remembers those that were not there. */
export function rememberingNew(create: CreateTopic, topics: NewTopics): CreateTopic {
  return async (topic, shape) => {
    const created = await create(topic, shape);
    if (created.state !== 'stands') topics.add(topic);
    return created;
  };
}
