import schema from '../../config/topics.schema.json' with { type: 'json' };
import { readDeclared } from '../declared/json-schema.ts';
import { AppError, faultsDetail } from '../errors.ts';
import type { TopicShape } from '../kafka-rest/operations/admin.ts';
import { fits } from '../pattern.ts';
import { isInternalTopic } from '../topics/name.ts';

/** How a topic is to be; what is left out is left to the cluster and never called a difference. */
export interface DeclaredTopic extends TopicShape {
  readonly owner?: string | undefined;
  readonly purpose?: string | undefined;
  readonly protected?: boolean | undefined;
}

/** Undeclared topics that may go once nothing was written to them for so many days. */
export interface ScratchRule {
  readonly pattern: string;
  readonly expireAfterDays: number;
  readonly owner?: string | undefined;
}

/** What config/topics.json says, with its defaults worked in. */
export interface Declaration {
  readonly topics: ReadonlyMap<string, DeclaredTopic>;
  readonly scratch: readonly ScratchRule[];
  /** Patterns of undeclared topics that stay, whatever else is said. */
  readonly protected: readonly string[];
  readonly idleAfterDays: number;
}

/** The file as config/topics.schema.json describes it. */
interface TopicsFile extends Partial<Omit<Declaration, 'topics'>> {
  readonly defaults?: DeclaredTopic;
  readonly topics: Readonly<Record<string, DeclaredTopic>>;
}

/** Days without a new record after which a topic is called idle, where nothing is declared of it. */
export const IDLE_AFTER_DAYS = 30;

/** Reads the declared topics; undefined: there is no such file. Rejects with `settings-invalid` naming every fault of a broken one. */
export async function readDeclaration(path: string): Promise<Declaration | undefined> {
  const declared = await readDeclared<TopicsFile>(path, schema);
  switch (declared.kind) {
    case 'missing':
      return undefined;
    case 'broken': {
      const faults = declared.faults.map((fault) => ({ ...fault, detail: `${path}: ${fault.detail}` }));
      throw new AppError('settings-invalid', faultsDetail(faults), {
        faults,
        cause: `${path} is broken, so nothing was done`,
      });
    }
    case 'value':
      return withDefaults(declared.value);
  }
}

function withDefaults({ defaults = {}, topics, ...rest }: TopicsFile): Declaration {
  const withOwn = (topic: DeclaredTopic): DeclaredTopic => ({
    ...defaults,
    ...topic,
    topicProperties: { ...defaults.topicProperties, ...topic.topicProperties },
  });
  return {
    topics: new Map(Object.entries(topics).map(([name, topic]) => [name, withOwn(topic)])),
    scratch: rest.scratch ?? [],
    protected: rest.protected ?? [],
    idleAfterDays: rest.idleAfterDays ?? IDLE_AFTER_DAYS,
  };
}

/** The first scratch rule that an undeclared topic falls under. */
export function scratchRuleOf({ scratch }: Declaration, topic: string): ScratchRule | undefined {
  return scratch.find(({ pattern }) => fits(pattern, topic));
}

/** Whether a topic is one that could be deleted at all: neither declared, nor protected, nor Kafka's own. */
export function mayGo(declaration: Declaration, topic: string): boolean {
  return (
    !declaration.topics.has(topic) &&
    !isInternalTopic(topic) &&
    !declaration.protected.some((pattern) => fits(pattern, topic))
  );
}
