import type { components, paths } from './api.ts';

/** Where the app is, up to `/api`, and the key that it asks for. */
export interface Place {
  readonly url: string;
  readonly key?: string;
}

type Schemas = components['schemas'];
export type Problem = Schemas['Problem'];
type Produce = paths['/topics/{topic}/records']['post'];
type Produced = Produce['responses'][200]['content']['application/json'];
type Read = paths['/topics/{topic}/partitions/{partition}/records']['get'];
type ReadQuery = NonNullable<Read['parameters']['query']>;
type Fetch = paths['/groups/{group}/topics/{topic}/fetch']['post'];
type Commit = paths['/groups/{group}/topics/{topic}/commit']['post'];

/** A problem that the app answered with. */
export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** A sample of a client whose types are made of `openapi.json`: what the description changes, this has to follow. */
export function createClient({ url, key }: Place) {
  async function call<T>(method: string, path: string, body?: object): Promise<T> {
    const headers = {
      ...(key !== undefined && { 'x-functions-key': key }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${url}/${path}`, { method, headers, ...sent });
    const told: unknown = await answer.json();
    if (!answer.ok) throw new Refused(told as Problem);
    return told as T;
  }

  return {
    produce: (topic: string, records: Schemas['ProduceRecord'][]) =>
      call<Produced>('POST', `topics/${topic}/records`, { records }),
    read: (topic: string, partition: number, query: ReadQuery = {}) => {
      const asked = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
      return call<Read['responses'][200]['content']['application/json']>(
        'GET',
        `topics/${topic}/partitions/${partition}/records?${new URLSearchParams(asked).toString()}`,
      );
    },
    fetch: (
      group: string,
      topic: string,
      how: NonNullable<Fetch['requestBody']>['content']['application/json'],
    ) =>
      call<Fetch['responses'][200]['content']['application/json']>(
        'POST',
        `groups/${group}/topics/${topic}/fetch`,
        how,
      ),
    commit: (group: string, topic: string, how: Commit['requestBody']['content']['application/json']) =>
      call<Schemas['Committed']>('POST', `groups/${group}/topics/${topic}/commit`, how),
  };
}
