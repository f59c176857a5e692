import type { Schema } from '../../shared/described.ts';
import { findingKinds } from '../../shared/housekeeping/finding.ts';
import { about, array, boolean, count, object, oneOfTexts, orNull, ref, string, time } from '../schema.ts';

const severities = ['error', 'warning', 'info'] as const;
const counted = ['topics', 'declared', 'internal', 'partitions', ...severities];

export const reportSchemas: Readonly<Record<string, Schema>> = {
  Finding: object({
    id: about('The same in every run.', string),
    kind: oneOfTexts(Object.keys(findingKinds)),
    severity: oneOfTexts(severities),
    topic: string,
    'group?': string,
    'owner?': string,
    reason: string,
    commands: array(string, { description: 'Lines that an operator can run as they are.' }),
    evidence: about('Hash of what the finding rests on: an approval names it.', string),
    'markedAt?': time,
    'deletableFrom?': time,
    'approvedBy?': string,
    'approvedAt?': time,
  }),
  Action: object({
    kind: oneOfTexts(['create', 'mark', 'lift', 'close', 'withdraw', 'forget', 'delete']),
    topic: string,
    reason: string,
    outcome: oneOfTexts(['planned', 'done', 'held', 'failed']),
    detail: string,
  }),
  Report: object({
    run: about('When it began, which is also its name.', time),
    endedAt: time,
    scheduledAt: orNull(time, 'Null: it was asked for.'),
    dryRun: boolean,
    cluster: about('Host name of the proxy.', string),
    declaration: orNull(string, 'The file with the declared topics; null: there is none.'),
    partial: orNull(
      string,
      'Why nothing was concluded from what is absent; null: the cluster was seen whole.',
    ),
    canDelete: boolean,
    propertiesCompared: boolean,
    counts: object(Object.fromEntries(counted.map((name) => [name, count]))),
    evidenceSince: orNull(time),
    calls: about('Calls of the proxy.', count),
    findings: array(ref('Finding')),
    actions: array(ref('Action')),
  }),
};

export const reportExample = {
  run: '2026-01-31T05:00:00.000Z',
  endedAt: '2026-01-31T05:00:04.200Z',
  scheduledAt: '2026-01-31T05:00:00.000Z',
  dryRun: true,
  cluster: 'my-cluster-kafkarest.azurehdinsight.net',
  declaration: 'config/topics.json',
  partial: null,
  canDelete: false,
  propertiesCompared: false,
  counts: { topics: 1, declared: 0, internal: 0, partitions: 1, error: 0, warning: 1, info: 0 },
  evidenceSince: '2026-01-01T05:00:00.000Z',
  calls: 3,
  findings: [
    {
      id: 'undeclared:hello',
      kind: 'undeclared',
      severity: 'warning',
      topic: 'hello',
      reason: 'No declaration names it.',
      commands: [],
      evidence: '1f2e3d4c5b6a7988',
    },
  ],
  actions: [],
};
