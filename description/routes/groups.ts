import { commitGroupBody } from '../../functions/http/commit-group.ts';
import { deleteGroupQuery } from '../../functions/http/delete-group.ts';
import { fetchGroupBody } from '../../functions/http/fetch-group.ts';
import { listGroupsQuery } from '../../functions/http/list-groups.ts';
import { releaseLeaseBody } from '../../functions/http/release-lease.ts';
import { renewLeaseBody } from '../../functions/http/renew-lease.ts';
import { resetGroupBody, resetGroupQuery } from '../../functions/http/reset-group.ts';
import { groupPartitionExample } from '../answers/group.ts';
import { recordExample } from '../answers/record.ts';
import type { Limits } from '../limits.ts';
import { ofBodies, ofReads, ofStorage, ofTopics } from '../problem-families.ts';
import { bodyOf, json, ok, queryOf, type RouteDescription } from '../route-description.ts';
import { array, boolean, count, object, orNull, ref, string, time } from '../schema.ts';

const leaseUntil = '2026-01-31T12:01:00.000Z';
const lease = 'bGVhc2U6aGVsbG8';
const ofLeases = ['invalid-request', 'lease-invalid', 'lease-expired', ...ofBodies, ...ofStorage] as const;

const fetchGroup = (limits: Limits): RouteDescription => ({
  tag: 'Groups',
  summary: 'Leases records to this fetch',
  description:
    'Records come again unless their lease is committed before it ends. From the third delivery on a fetch hands out one record of that partition.',
  body: {
    required: false,
    content: json(
      bodyOf(fetchGroupBody(limits), {
        count: 'So many records at most.',
        maxBytes: 'So many bytes of records at most; the first comes whatever its size.',
        waitMs: 'How long to wait for a first record.',
        leaseSeconds: 'How long the lease lasts; `KAFKA_LEASE_SECONDS` if left out.',
        partitions: 'Of these alone.',
        start: 'Where a group begins that has not begun with the topic; earliest if left out.',
        commit: 'A lease that is committed first, as a whole.',
      }),
      { count: 10, leaseSeconds: 60 },
    ),
  },
  answers: ok(
    'Records and their lease; nothing to read, or all of it leased: no records and no lease.',
    object({
      records: array(ref('LeasedRecord')),
      lease: orNull(string, 'Null: there is nothing, or others have it.'),
      leaseUntil: orNull(time, 'When it may end, at the earliest.'),
      partitions: array(ref('FetchedPartition')),
      leasedElsewhere: array(object({ partition: count, leaseUntil: orNull(time) })),
      'passedOver?': array(ref('PassedOver')),
    }),
    {
      records: [{ ...recordExample, deliveryCount: 1 }],
      lease,
      leaseUntil,
      partitions: [{ partition: 0, committed: 41, nextOffset: 42, endOffset: 42, lag: 1 }],
      leasedElsewhere: [],
    },
  ),
  problems: [
    ...(['invalid-request', 'lease-invalid', 'lease-expired', 'group-ahead-of-log'] as const),
    ...(['partition-not-found', 'offset-out-of-range'] as const),
    ...[...ofBodies, ...ofReads, ...ofStorage],
  ],
});

const renewLease: RouteDescription = {
  tag: 'Groups',
  summary: 'Lets what is left of a lease end so long from now',
  body: {
    required: true,
    content: json(
      bodyOf(
        renewLeaseBody,
        { lease: 'As a fetch gave it.', leaseSeconds: '`KAFKA_LEASE_SECONDS` if left out.' },
        ['lease'],
      ),
      { lease, leaseSeconds: 60 },
    ),
  },
  answers: ok(
    'The partitions that it still covers.',
    object({ partitions: array(count), leaseUntil: orNull(time) }),
    { partitions: [0], leaseUntil },
  ),
  problems: ofLeases,
  takes: { lease: 'fetchGroup.lease' },
};

const commitGroup: RouteDescription = {
  tag: 'Groups',
  summary: 'Commits a lease, all of it or up to offsets',
  description: 'All of it ends the lease at once. To repeat the last commit that succeeded is harmless.',
  body: {
    required: true,
    content: json(
      bodyOf(
        commitGroupBody,
        { lease: 'As a fetch gave it.', offsets: 'Up to these; the rest stays leased.' },
        ['lease'],
      ),
      { lease },
    ),
  },
  answers: ok('What is committed now.', ref('Committed'), {
    partitions: [{ partition: 0, committed: 42 }],
    leaseUntil: null,
  }),
  problems: ['offset-not-leased', ...ofLeases],
  takes: { lease: 'fetchGroup.lease' },
};

const releaseLease: RouteDescription = {
  tag: 'Groups',
  summary: 'Gives back what is not done with',
  body: {
    required: true,
    content: json(
      bodyOf(
        releaseLeaseBody,
        {
          lease: 'As a fetch gave it.',
          offsets: 'Up to these it is done with.',
          delaySeconds: 'Others get it after so long; at once if left out.',
        },
        ['lease'],
      ),
      { lease, delaySeconds: 0 },
    ),
  },
  answers: ok(
    'What is committed now.',
    object({ partitions: array(object({ partition: count, committed: orNull({ type: 'integer' }) })) }),
    { partitions: [{ partition: 0, committed: 41 }] },
  ),
  problems: ['offset-not-leased', ...ofLeases],
  takes: { lease: 'fetchGroup.lease' },
};

const listGroups: RouteDescription = {
  tag: 'Groups',
  summary: 'Names of groups with their topics, page by page',
  query: queryOf(listGroupsQuery, {
    prefix: 'Names that begin so.',
    after: 'The `next` of the page before.',
    limit: 'So many groups a page.',
  }),
  answers: {
    200: {
      description: 'In order of name, those topics that the caller may see.',
      headers: ['link'],
      content: json(
        object({
          groups: array(object({ group: string, topics: array(string) })),
          next: orNull(string, 'Null: this was the last page.'),
        }),
        { groups: [{ group: 'billing', topics: ['hello'] }], next: null },
      ),
    },
  },
  problems: ['invalid-request', ...ofStorage],
};

const state = { topic: string, lag: orNull(count), partitions: array(ref('GroupPartition')) };
const stateExample = { topic: 'hello', lag: 1, partitions: [groupPartitionExample] };

const describeGroup: RouteDescription = {
  tag: 'Groups',
  summary: 'How far a group is in each of its topics',
  answers: ok(
    'Those topics that the caller may see.',
    object({ group: string, topics: array(object(state)) }),
    {
      group: 'billing',
      topics: [stateExample],
    },
  ),
  problems: ['invalid-request', 'group-not-found', ...ofStorage],
};

const describeGroupTopic: RouteDescription = {
  tag: 'Groups',
  summary: 'How far a group is in one topic',
  answers: ok('Also of a topic that is gone.', object({ group: string, ...state }), {
    group: 'billing',
    ...stateExample,
  }),
  problems: ['invalid-request', 'group-not-found', ...ofStorage],
};

const resetGroup: RouteDescription = {
  tag: 'Groups',
  summary: 'Puts a group elsewhere in a topic',
  query: queryOf(resetGroupQuery, { dryRun: ['Only tell what would be done.', true] }),
  body: {
    required: true,
    content: json(
      bodyOf(
        resetGroupBody,
        { to: 'Where it goes on.', force: 'Also under a lease, which is taken from its member.' },
        ['to'],
      ),
      { to: 'earliest' },
    ),
  },
  answers: ok(
    'Where each partition was, and is now.',
    object({ partitions: array(ref('ResetPartition')), dryRun: boolean }),
    { partitions: [{ partition: 0, from: 42, to: 0 }], dryRun: true },
  ),
  problems: [
    ...([
      'invalid-request',
      'topic-internal',
      'group-not-found',
      'group-active',
      'partition-not-found',
    ] as const),
    ...[...ofBodies, ...ofTopics, ...ofStorage],
  ],
};

const deleteGroup: RouteDescription = {
  tag: 'Groups',
  summary: "Forgets a group's progress in a topic",
  query: queryOf(deleteGroupQuery, { force: 'Also under a lease.' }),
  answers: { 204: { description: 'It is gone.' } },
  problems: ['invalid-request', 'group-not-found', 'group-active', ...ofStorage],
};

export const groupRoutes = (limits: Limits) => ({
  fetchGroup: fetchGroup(limits),
  ...{ renewLease, commitGroup, releaseLease, listGroups, describeGroup, describeGroupTopic },
  ...{ resetGroup, deleteGroup },
});
