/** The eight calls, by the names that faults, counters and latencies use. */
export const callNames = [
  'status',
  'create-topic',
  'brokers',
  'topics',
  'partitions',
  'partition',
  'produce',
  'consume',
] as const;

export type CallName = (typeof callNames)[number];

/** What a request asks for; path parts are still as sent. */
export interface Call {
  readonly name: CallName;
  readonly topic: string;
  readonly partition: string;
  readonly offset: string;
}

/** `allow`: the path exists, for these methods only; left out: it does not exist. */
export interface NoCall {
  readonly allow?: string;
}

const routes: readonly { name: CallName; method: string; path: readonly string[] }[] = [
  route('status', 'GET', 'status'),
  route('create-topic', 'PUT', 'topics/{topic}'),
  route('brokers', 'GET', 'metadata/brokers'),
  route('topics', 'GET', 'metadata/topics'),
  route('partitions', 'GET', 'metadata/topics/{topic}/partitions'),
  route('partition', 'GET', 'metadata/topics/{topic}/partitions/{partition}'),
  route('produce', 'POST', 'producer/topics/{topic}'),
  route('consume', 'GET', 'consumer/topics/{topic}/partitions/{partition}/offsets/{offset}'),
];

/** Finds the call of a method and path; no two routes share a path, so each path has one method. */
export function findCall(method: string, path: string): Call | NoCall {
  const parts = path.split('/');
  const found = routes.find((candidate) => fits(candidate.path, parts));
  if (found === undefined) return {};
  if (found.method !== method) return { allow: found.method };
  const part = (name: string) => parts[found.path.indexOf(name)] ?? '';
  return {
    name: found.name,
    topic: part('{topic}'),
    partition: part('{partition}'),
    offset: part('{offset}'),
  };
}

function route(name: CallName, method: string, path: string) {
  return { name, method, path: ['', 'v1', ...path.split('/')] };
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  return (
    pattern.length === parts.length &&
    pattern.every((piece, index) => piece === parts[index] || (piece.startsWith('{') && parts[index] !== ''))
  );
}
