import schema from '../../config/subscriptions.schema.json' with { type: 'json' };
import { RESERVED_PREFIX } from '../consuming/groups/name.ts';
import { readDeclared } from '../declared/json-schema.ts';
import { AppError, type Fault, faultsDetail } from '../errors.ts';

/** Records of a topic that this app delivers by itself. */
export interface Subscription {
  readonly name: string;
  readonly topic: string;
  /** Where it begins if it has not begun; left out: with the earliest record. */
  readonly start?: 'earliest' | 'latest';
  readonly destination: Place;
}

/** A queue of the app's storage account, or the endpoint of an Event Grid topic. */
export type Place = { readonly queue: string } | { readonly eventGrid: string };

/** The consumer group that keeps how far a subscription is. */
export function groupOf({ name, topic }: Pick<Subscription, 'name' | 'topic'>) {
  return { group: `${RESERVED_PREFIX}${name}`, topic };
}

/**
 * The subscriptions declared in a file, read by the first call and then kept. Rejects with `settings-invalid` naming
 * every fault where the file is missing or broken; then the next call looks again.
 */
export function createReadSubscriptions(path: string): () => Promise<readonly Subscription[]> {
  let known: readonly Subscription[] | undefined;
  return async () => {
    if (known !== undefined) return known;
    const declared = await readDeclared<{ subscriptions: Subscription[] }>(path, schema);
    if (declared.kind === 'missing') throw broken([{ pointer: '#', detail: `${path} is missing.` }]);
    if (declared.kind === 'broken') throw broken(declared.faults);
    const { subscriptions } = declared.value;
    const faults = namedTwice(subscriptions);
    if (faults.length > 0) throw broken(faults);
    return (known = subscriptions);
  };
}

/** Two of one name would share one position. */
function namedTwice(subscriptions: readonly Subscription[]): Fault[] {
  const seen = new Set<string>();
  return subscriptions.flatMap(({ name }, index) => {
    if (seen.has(name)) {
      return [
        { pointer: `#/subscriptions/${index}/name`, detail: `${name} is there already: name it otherwise.` },
      ];
    }
    seen.add(name);
    return [];
  });
}

function broken(faults: readonly Fault[]): AppError {
  const detail = `KAFKA_SUBSCRIPTIONS_FILE: ${faultsDetail(faults)}`;
  return new AppError('settings-invalid', detail, { faults, cause: detail });
}
