import { AppError, echo } from '../errors.ts';
import { coversAny } from './caller.ts';
import type { AccessRules } from './rules.ts';

/** What comes without a token: messages of the app's queues, and events. */
export type MessageSource = 'produce-queue' | 'consume-queue' | 'event-grid';

/** Rejects with `forbidden` where a source may not reach a topic. */
export type PermitSource = (source: MessageSource, topic: string) => Promise<void>;

/** As the access file has it; without rules there is nothing that a source may not reach. */
export function createPermitSource(readRules: (() => Promise<AccessRules>) | undefined): PermitSource {
  if (readRules === undefined) return () => Promise.resolve();
  return async (source, topic) => {
    const { sources: patterns = {} } = await readRules();
    if (coversAny(patterns[source] ?? [], topic)) return;
    throw new AppError(
      'forbidden',
      `No rule lets the source ${source} reach the topic ${echo(topic)}: an operator can add one to the access file.`,
      { cause: 'no rule allows it' },
    );
  };
}
