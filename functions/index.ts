import {
  app,
  type HttpMethod,
  type HttpRequest,
  type HttpResponseInit,
  type InvocationContext,
} from '@azure/functions';
import { createDependencies, type Dependencies } from '../shared/dependencies.ts';
import { handle, type Respond } from '../shared/http/handle.ts';
import { createTopic } from './http/create-topic.ts';
import { deleteTopic } from './http/delete-topic.ts';
import { describePartition } from './http/describe-partition.ts';
import { describeTopic } from './http/describe-topic.ts';
import { listBrokers } from './http/list-brokers.ts';
import { listPartitions } from './http/list-partitions.ts';
import { listTopics } from './http/list-topics.ts';
import { live } from './http/live.ts';
import { produceRecords } from './http/produce-records.ts';
import { readPartition } from './http/read-partition.ts';
import { ready } from './http/ready.ts';
import { unmatchedRoute } from './http/unmatched-route.ts';
import { registerTelemetry } from './telemetry.ts';
import { removeExpiredKeys } from './timer/remove-expired-keys.ts';

/** Who may call: anyone, callers with a function key, callers with the admin key. */
const authLevels = { open: 'anonymous', data: 'function', operator: 'admin' } as const;

interface Route {
  readonly methods: readonly HttpMethod[];
  readonly route: string;
  readonly access: keyof typeof authLevels;
  readonly respond: Respond;
}

let dependencies: Dependencies | undefined;

/** Built by the first request and not at load time: bad settings must not keep the functions from loading. */
function withDependencies(
  respond: (request: HttpRequest, dependencies: Dependencies) => Promise<HttpResponseInit>,
): Respond {
  return (request) => respond(request, sharedDependencies());
}

function sharedDependencies(): Dependencies {
  return (dependencies ??= createDependencies(process.env));
}

const read = ['GET', 'HEAD'] as const;

/** The route table: function name → how it is called. The host takes the first match in order of name. */
export const routes = {
  createTopic: {
    methods: ['PUT'],
    route: 'topics/{topic}',
    access: 'operator',
    respond: withDependencies(createTopic),
  },
  deleteTopic: { methods: ['DELETE'], route: 'topics/{topic}', access: 'operator', respond: deleteTopic },
  describePartition: {
    methods: read,
    route: 'topics/{topic}/partitions/{partition}',
    access: 'data',
    respond: withDependencies(describePartition),
  },
  describeTopic: {
    methods: read,
    route: 'topics/{topic}',
    access: 'data',
    respond: withDependencies(describeTopic),
  },
  listBrokers: { methods: read, route: 'brokers', access: 'data', respond: withDependencies(listBrokers) },
  listPartitions: {
    methods: read,
    route: 'topics/{topic}/partitions',
    access: 'data',
    respond: withDependencies(listPartitions),
  },
  listTopics: { methods: read, route: 'topics', access: 'data', respond: withDependencies(listTopics) },
  live: { methods: read, route: 'health/live', access: 'open', respond: live },
  produceRecords: {
    methods: ['POST'],
    route: 'topics/{topic}/records',
    access: 'data',
    respond: withDependencies(produceRecords),
  },
  readPartition: {
    methods: ['GET'],
    route: 'topics/{topic}/partitions/{partition}/records',
    access: 'data',
    respond: withDependencies(readPartition),
  },
  ready: { methods: read, route: 'health/ready', access: 'data', respond: withDependencies(ready) },
} as const satisfies Record<string, Route>;

/** Everything else; its name must stay the last in alphabetical order. */
const anythingElse: Route = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
  route: '{*path}',
  access: 'data',
  respond: (request) => unmatchedRoute(request, Object.values(routes)),
};

interface Timer {
  /** NCRONTAB, in UTC. */
  readonly schedule: string;
  readonly run: (context: InvocationContext, dependencies: Dependencies) => Promise<void>;
}

/** What runs by itself: function name → when. */
export const timers = {
  removeExpiredKeys: { schedule: '0 17 * * * *', run: removeExpiredKeys },
} as const satisfies Record<string, Timer>;

app.setup({ enableHttpStream: true });
registerTelemetry(process.env);
for (const [name, { methods, route, access, respond }] of Object.entries<Route>({
  ...routes,
  unmatchedRoute: anythingElse,
})) {
  app.http(name, { methods: [...methods], route, authLevel: authLevels[access], handler: handle(respond) });
}
for (const [name, { schedule, run }] of Object.entries<Timer>(timers)) {
  app.timer(name, { schedule, handler: (_timer, context) => run(context, sharedDependencies()) });
}
