import { runHousekeepingQuery } from '../../functions/http/run-housekeeping.ts';
import { findingsSchema } from '../../shared/http/read-findings.ts';
import { reportExample } from '../answers/report.ts';
import { ofBodies, ofProxy, ofStorage } from '../problem-families.ts';
import { json, ok, queryOf, type RouteDescription } from '../route-description.ts';
import { array, object, ref, string } from '../schema.ts';

const finding = { id: 'undeclared:hello' };

const readHousekeepingReport: RouteDescription = {
  tag: 'Housekeeping',
  summary: "The last run's report, as JSON or for a person to read",
  answers: {
    200: {
      description: 'Of the topics that the caller may see; the form is chosen by Accept.',
      content: {
        ...json(ref('Report'), reportExample),
        'text/markdown; charset=utf-8': { schema: string, example: '# Housekeeping of my-cluster\n' },
      },
    },
  },
  problems: ['invalid-request', 'not-acceptable', 'report-not-found', ...ofStorage],
};

const runHousekeeping: RouteDescription = {
  tag: 'Housekeeping',
  summary: 'One run, now',
  query: queryOf(runHousekeepingQuery, {
    dryRun: ['Do nothing, only find; wins over `KAFKA_HOUSEKEEPING_DRY_RUN`.', true],
  }),
  answers: {
    ...ok('Its report.', ref('Report'), reportExample),
    202: {
      description: 'The time did not suffice for all: the next run goes on.',
      content: json(ref('Report'), reportExample),
    },
  },
  problems: ['invalid-request', 'housekeeping-running', ...ofProxy, ...ofStorage],
};

const approveHousekeeping: RouteDescription = {
  tag: 'Housekeeping',
  summary: 'The topics of these findings may go, as the last report shows them',
  description: 'All of them, or none.',
  body: {
    required: true,
    content: json(findingsSchema(true), {
      findings: [{ ...finding, evidence: '1f2e3d4c5b6a7988' }],
      reason: 'The team has moved to hello.v2.',
    }),
  },
  answers: ok('Their ids.', object({ approved: array(string) }), { approved: [finding.id] }),
  problems: ['invalid-request', 'finding-not-found', 'finding-changed', ...ofBodies, ...ofStorage],
};

const revokeHousekeeping: RouteDescription = {
  tag: 'Housekeeping',
  summary: 'Takes approvals back',
  body: {
    required: true,
    content: json(findingsSchema(false), { findings: [finding], reason: 'Still in use.' }),
  },
  answers: ok('Ids of those that were approved.', object({ revoked: array(string) }), {
    revoked: [finding.id],
  }),
  problems: ['invalid-request', ...ofBodies, ...ofStorage],
};

export const housekeepingRoutes = {
  ...{ runHousekeeping, readHousekeepingReport, approveHousekeeping, revokeHousekeeping },
};
