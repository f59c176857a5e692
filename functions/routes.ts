import type { HttpMethod, HttpRequest } from '@azure/functions';
import type { Needed } from '../shared/access/decide.ts';
import type { Dependencies } from '../shared/dependencies.ts';
import type { Call } from '../shared/http/handle.ts';
import type { Answer } from '../shared/http/stream.ts';
import { approveHousekeeping } from './http/approve-housekeeping.ts';
import { commitGroup } from './http/commit-group.ts';
import { createTopic } from './http/create-topic.ts';
import { deleteDeadLetter } from './http/delete-dead-letter.ts';
import { deleteGroup } from './http/delete-group.ts';
import { deleteTopic } from './http/delete-topic.ts';
import { describeApi } from './http/describe-api.ts';
import { describeDeadLetter } from './http/describe-dead-letter.ts';
import { describeGroupTopic } from './http/describe-group-topic.ts';
import { describeGroup } from './http/describe-group.ts';
import { describePartition } from './http/describe-partition.ts';
import { describeTopic } from './http/describe-topic.ts';
import { fetchGroup } from './http/fetch-group.ts';
import { listBrokers } from './http/list-brokers.ts';
import { listDeadLetters } from './http/list-dead-letters.ts';
import { listGroups } from './http/list-groups.ts';
import { listPartitions } from './http/list-partitions.ts';
import { listSubscriptions } from './http/list-subscriptions.ts';
import { listTopics } from './http/list-topics.ts';
import { live } from './http/live.ts';
import { pauseSubscription } from './http/pause-subscription.ts';
import { produceRecords } from './http/produce-records.ts';
import { readDeadLetter } from './http/read-dead-letter.ts';
import { readHousekeepingReport } from './http/read-housekeeping-report.ts';
import { readPartition } from './http/read-partition.ts';
import { readTopic } from './http/read-topic.ts';
import { ready } from './http/ready.ts';
import { releaseLease } from './http/release-lease.ts';
import { renewLease } from './http/renew-lease.ts';
import { replayDeadLetters } from './http/replay-dead-letters.ts';
import { resetGroup } from './http/reset-group.ts';
import { resumeSubscription } from './http/resume-subscription.ts';
import { revokeHousekeeping } from './http/revoke-housekeeping.ts';
import { runHousekeeping } from './http/run-housekeeping.ts';
import { unmatchedRoute } from './http/unmatched-route.ts';

/**
 * How a function is called over HTTP, what answers, and who may call: anyone, callers with a function key, callers with
 * the admin key; in the mode `entra` whoever may do the verb, or anything with the role of operators.
 */
export type Route = Needed & {
  readonly methods: readonly HttpMethod[];
  readonly route: string;
  readonly respond: (request: HttpRequest, dependencies: () => Dependencies, call: Call) => Responded;
};

type Responded = Promise<Answer> | Answer;

/** For what needs the settings: those that are wrong fail the request and not the loading. */
function using(
  respond: (request: HttpRequest, dependencies: Dependencies, call: Call) => Responded,
): Route['respond'] {
  return (request, dependencies, call) => respond(request, dependencies(), call);
}

const read = ['GET', 'HEAD'] as const;

/** The route table: function name → how it is called. The host takes the first match in order of name. */
export const routes = {
  approveHousekeeping: {
    methods: ['POST'],
    route: 'housekeeping/approve',
    access: 'operator',
    respond: using(approveHousekeeping),
  },
  commitGroup: {
    methods: ['POST'],
    route: 'groups/{group}/topics/{topic}/commit',
    access: 'data',
    verb: 'group',
    respond: using(commitGroup),
  },
  createTopic: {
    methods: ['PUT'],
    route: 'topics/{topic}',
    access: 'operator',
    respond: using(createTopic),
  },
  deleteDeadLetter: {
    methods: ['DELETE'],
    route: 'dead-letters/{id}',
    access: 'operator',
    respond: using(deleteDeadLetter),
  },
  deleteGroup: {
    methods: ['DELETE'],
    route: 'groups/{group}/topics/{topic}',
    access: 'operator',
    respond: using(deleteGroup),
  },
  deleteTopic: { methods: ['DELETE'], route: 'topics/{topic}', access: 'operator', respond: deleteTopic },
  describeApi: {
    methods: read,
    route: 'openapi.json',
    access: 'data',
    verb: 'any',
    respond: (request, dependencies): Responded => describeApi(request, dependencies(), routes),
  },
  describeDeadLetter: {
    methods: read,
    route: 'dead-letters/{id}',
    access: 'operator',
    respond: using(describeDeadLetter),
  },
  describeGroup: {
    methods: read,
    route: 'groups/{group}',
    access: 'data',
    verb: 'describe',
    respond: using(describeGroup),
  },
  describeGroupTopic: {
    methods: read,
    route: 'groups/{group}/topics/{topic}',
    access: 'data',
    verb: 'describe',
    respond: using(describeGroupTopic),
  },
  describePartition: {
    methods: read,
    route: 'topics/{topic}/partitions/{partition}',
    access: 'data',
    verb: 'describe',
    respond: using(describePartition),
  },
  describeTopic: {
    methods: read,
    route: 'topics/{topic}',
    access: 'data',
    verb: 'describe',
    respond: using(describeTopic),
  },
  fetchGroup: {
    methods: ['POST'],
    route: 'groups/{group}/topics/{topic}/fetch',
    access: 'data',
    verb: 'group',
    respond: using(fetchGroup),
  },
  listBrokers: {
    methods: read,
    route: 'brokers',
    access: 'data',
    verb: 'describe',
    respond: using(listBrokers),
  },
  listDeadLetters: {
    methods: read,
    route: 'dead-letters',
    access: 'operator',
    respond: using(listDeadLetters),
  },
  listGroups: {
    methods: read,
    route: 'groups',
    access: 'data',
    verb: 'describe',
    respond: using(listGroups),
  },
  listPartitions: {
    methods: read,
    route: 'topics/{topic}/partitions',
    access: 'data',
    verb: 'describe',
    respond: using(listPartitions),
  },
  listSubscriptions: {
    methods: read,
    route: 'subscriptions',
    access: 'operator',
    respond: using(listSubscriptions),
  },
  listTopics: {
    methods: read,
    route: 'topics',
    access: 'data',
    verb: 'describe',
    respond: using(listTopics),
  },
  live: { methods: read, route: 'health/live', access: 'open', respond: live },
  pauseSubscription: {
    methods: ['POST'],
    route: 'subscriptions/{name}/pause',
    access: 'operator',
    respond: using(pauseSubscription),
  },
  produceRecords: {
    methods: ['POST'],
    route: 'topics/{topic}/records',
    access: 'data',
    verb: 'produce',
    respond: using(produceRecords),
  },
  readDeadLetter: {
    methods: read,
    route: 'dead-letters/{id}/content',
    access: 'operator',
    respond: using(readDeadLetter),
  },
  readHousekeepingReport: {
    methods: read,
    route: 'housekeeping/report',
    access: 'data',
    verb: 'describe',
    respond: using(readHousekeepingReport),
  },
  readPartition: {
    methods: ['GET'],
    route: 'topics/{topic}/partitions/{partition}/records',
    access: 'data',
    verb: 'read',
    respond: using(readPartition),
  },
  readTopic: {
    methods: ['GET'],
    route: 'topics/{topic}/records',
    access: 'data',
    verb: 'read',
    respond: using(readTopic),
  },
  ready: { methods: read, route: 'health/ready', access: 'data', verb: 'any', respond: using(ready) },
  releaseLease: {
    methods: ['POST'],
    route: 'groups/{group}/topics/{topic}/release',
    access: 'data',
    verb: 'group',
    respond: using(releaseLease),
  },
  renewLease: {
    methods: ['POST'],
    route: 'groups/{group}/topics/{topic}/renew',
    access: 'data',
    verb: 'group',
    respond: using(renewLease),
  },
  replayDeadLetters: {
    methods: ['POST'],
    route: 'dead-letters/replay',
    access: 'operator',
    respond: using(replayDeadLetters),
  },
  resetGroup: {
    methods: ['POST'],
    route: 'groups/{group}/topics/{topic}/reset',
    access: 'operator',
    respond: using(resetGroup),
  },
  resumeSubscription: {
    methods: ['POST'],
    route: 'subscriptions/{name}/resume',
    access: 'operator',
    respond: using(resumeSubscription),
  },
  revokeHousekeeping: {
    methods: ['POST'],
    route: 'housekeeping/revoke',
    access: 'operator',
    respond: using(revokeHousekeeping),
  },
  runHousekeeping: {
    methods: ['POST'],
    route: 'housekeeping/run',
    access: 'operator',
    respond: using(runHousekeeping),
  },
} as const satisfies Record<string, Route>;

/** Everything else; its name must stay the last in alphabetical order. */
export const anythingElse: Route = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
  route: '{*path}',
  access: 'data',
  verb: 'any',
  respond: (request) => unmatchedRoute(request, Object.values(routes)),
};
