import type { routes } from '../../functions/index.ts';

type RouteName = keyof typeof routes;

/** A request that its route answers well, as often as it is sent, to a caller who may do it. */
export interface RouteRequest {
  readonly method: string;
  /** Behind `/api/`; its topic, if it has one, is `orders`. */
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The statuses that a caller who may is given. */
  readonly allowed: readonly number[];
}

const NO_LETTER = `dead-letters/${'0'.repeat(32)}`;

const describe = (path: string): RouteRequest => ({ method: 'GET', path, allowed: [200] });

/** What every route of the table is asked by tests of all of them: a new route is no longer green until it is in here. */
export const routeRequests: Readonly<Record<RouteName, RouteRequest>> = {
  approveHousekeeping: {
    method: 'POST',
    path: 'housekeeping/approve',
    body: '{"findings":[{"id":"undeclared:none","evidence":"none"}],"reason":"left over"}',
    allowed: [404],
  },
  commitGroup: {
    method: 'POST',
    path: 'groups/g/topics/orders/commit',
    body: '{"lease":"no-lease"}',
    allowed: [400],
  },
  createTopic: {
    method: 'PUT',
    path: 'topics/orders',
    body: '{"partitionCount":2,"replicationFactor":1}',
    allowed: [200, 201],
  },
  deleteDeadLetter: { method: 'DELETE', path: NO_LETTER, allowed: [404] },
  deleteGroup: { method: 'DELETE', path: 'groups/g/topics/orders?force=true', allowed: [204, 404] },
  deleteTopic: { method: 'DELETE', path: 'topics/orders', allowed: [405] },
  describeApi: describe('openapi.json'),
  describeDeadLetter: { method: 'GET', path: NO_LETTER, allowed: [404] },
  describeGroup: { ...describe('groups/g'), allowed: [200, 404] },
  describeGroupTopic: { ...describe('groups/g/topics/orders'), allowed: [200, 404] },
  describePartition: describe('topics/orders/partitions/0'),
  describeTopic: describe('topics/orders'),
  fetchGroup: {
    method: 'POST',
    path: 'groups/g/topics/orders/fetch',
    body: '{"count":1,"leaseSeconds":1}',
    allowed: [200],
  },
  listBrokers: describe('brokers'),
  listDeadLetters: describe('dead-letters'),
  listGroups: describe('groups?prefix=g'),
  listPartitions: describe('topics/orders/partitions'),
  listSubscriptions: describe('subscriptions'),
  listTopics: describe('topics?prefix=o'),
  live: describe('health/live'),
  pauseSubscription: { method: 'POST', path: 'subscriptions/none/pause', allowed: [404] },
  produceRecords: {
    method: 'POST',
    path: 'topics/orders/records',
    body: '{"records":[{"key":"k","value":{"n":1.50}},{"value":null,"partition":1}]}',
    allowed: [200],
  },
  readDeadLetter: { method: 'GET', path: `${NO_LETTER}/content`, allowed: [404] },
  readPartition: describe('topics/orders/partitions/0/records?offset=earliest&count=10'),
  readTopic: describe('topics/orders/records?count=10'),
  ready: describe('health/ready'),
  releaseLease: {
    method: 'POST',
    path: 'groups/g/topics/orders/release',
    body: '{"lease":"no-lease"}',
    allowed: [400],
  },
  renewLease: {
    method: 'POST',
    path: 'groups/g/topics/orders/renew',
    body: '{"lease":"no-lease"}',
    allowed: [400],
  },
  replayDeadLetters: { method: 'POST', path: 'dead-letters/replay', body: '{"filter":{}}', allowed: [200] },
  readHousekeepingReport: { ...describe('housekeeping/report'), allowed: [200, 404] },
  resetGroup: {
    method: 'POST',
    path: 'groups/g/topics/orders/reset',
    body: '{"to":"earliest","force":true}',
    allowed: [200, 404],
  },
  resumeSubscription: { method: 'POST', path: 'subscriptions/none/resume', allowed: [404] },
  revokeHousekeeping: {
    method: 'POST',
    path: 'housekeeping/revoke',
    body: '{"findings":[{"id":"undeclared:none"}],"reason":"needed"}',
    allowed: [200],
  },
  // Another one may run.
  runHousekeeping: { method: 'POST', path: 'housekeeping/run?dryRun=true', allowed: [200, 409] },
};
