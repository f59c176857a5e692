import { isApprovable } from './finding.ts';
import type { Report, ReportedAction, ReportedFinding } from './report.ts';

/** Lines of one section; the JSON has all. */
const SHOWN = 100;

/** The report for a person: what was seen, what waits for a decision, what was done, what an operator can run. */
export function toMarkdown(report: Report): string {
  const { counts } = report;
  return [
    `# Topics of ${report.cluster}`,
    '',
    `${day(report.run)} ${time(report.run)} UTC · ${counts.topics} topics (${counts.internal} of Kafka's own), ${counts.partitions} partitions · **${counts.error} errors, ${counts.warning} warnings, ${counts.info} notes**`,
    '',
    ...circumstances(report).map((line) => `- ${line}`),
    '',
    ...decisions(report),
    ...actions(report),
    ...section('Errors', report.findings.filter(({ severity }) => severity === 'error').map(row)),
    ...section(
      'Warnings',
      report.findings.filter((found) => found.severity === 'warning' && !isApprovable(found)).map(row),
    ),
    ...section('Notes', report.findings.filter(({ severity }) => severity === 'info').map(row)),
    ...commands(report),
  ].join('\n');
}

function circumstances(report: Report): string[] {
  const { declaration, partial, dryRun, canDelete, propertiesCompared, evidenceSince } = report;
  return [
    ...(declaration === null
      ? [
          '**No declared topics**: there is no file, so this is a report only, and nothing is compared or done.',
        ]
      : [`Declared in \`${declaration}\`: ${report.counts.declared} topics.`]),
    ...(partial === null ? [] : [`**Not seen whole**: ${partial}; nothing is deleted in such a run.`]),
    ...(dryRun ? ['**Dry run**: nothing was changed; `KAFKA_HOUSEKEEPING_DRY_RUN=false` lets it act.'] : []),
    canDelete
      ? 'This app reaches the brokers and deletes what is approved.'
      : 'The proxy cannot delete or alter topics: for that an operator runs the commands below.',
    ...(propertiesCompared
      ? []
      : ['Topic properties were not compared: the proxy cannot be asked for them.']),
    ...(evidenceSince === null ? [] : [`Evidence is kept since ${day(evidenceSince)}.`]),
  ];
}

function decisions({ findings }: Report): string[] {
  const open = findings.filter(isApprovable);
  const rows = open.map((found) =>
    cells([`\`${found.id}\``, `\`${found.evidence}\``, found.owner ?? '', state(found), found.reason]),
  );
  if (rows.length === 0) return [];
  return [
    '## Waiting for a decision',
    '',
    'Declare or protect what is to stay. What is to go is approved with its id and evidence: `POST housekeeping/approve`',
    `\`${JSON.stringify({ findings: [{ id: open[0]?.id, evidence: open[0]?.evidence }], reason: '…' })}\``,
    '',
    '| finding | evidence | owner | state | |',
    '| --- | --- | --- | --- | --- |',
    ...shown(rows),
    '',
  ];
}

function state({ markedAt, deletableFrom, approvedBy }: ReportedFinding): string {
  const marked = markedAt === undefined ? [] : [`marked ${day(markedAt)}`];
  const approved = approvedBy === undefined ? ['not approved'] : ['approved'];
  const from = deletableFrom === undefined ? [] : [`can go from ${day(deletableFrom)}`];
  return [...marked, ...approved, ...from].join(', ');
}

function actions({ actions: all, dryRun }: Report): string[] {
  const rows = all.map(({ kind, topic, outcome, detail, reason }: ReportedAction) =>
    cells([kind, `\`${topic}\``, outcome, detail === '' ? reason : detail]),
  );
  if (rows.length === 0) return [];
  return [
    dryRun ? '## Would be done' : '## Done',
    '',
    '| action | topic | outcome | |',
    '| --- | --- | --- | --- |',
    ...shown(rows),
    '',
  ];
}

function row({ kind, topic, group, owner, reason }: ReportedFinding): string {
  const of = group === undefined ? `\`${topic}\`` : `\`${topic}\`, group \`${group}\``;
  return cells([kind, of, owner ?? '', reason]);
}

function section(title: string, rows: readonly string[]): string[] {
  if (rows.length === 0) return [];
  return [
    `## ${title}`,
    '',
    '| finding | topic | owner | |',
    '| --- | --- | --- | --- |',
    ...shown(rows),
    '',
  ];
}

function commands({ findings, actions: all }: Report): string[] {
  const created = new Set(
    all.flatMap(({ kind, topic, outcome }) => (kind === 'create' && outcome === 'done' ? [topic] : [])),
  );
  const lines = findings
    .filter(({ kind, topic }) => kind !== 'missing' || !created.has(topic))
    .flatMap(({ commands: each }) => each);
  const due = all
    .flatMap(({ kind, outcome, detail }) =>
      kind === 'delete' && outcome === 'held' ? [/kafka-topics\.sh.*/.exec(detail)?.[0] ?? ''] : [],
    )
    .filter((line) => line !== '');
  if (lines.length + due.length === 0) return [];
  return ['## For an operator to run', '', '```sh', ...shown([...due, ...lines]), '```', ''];
}

function shown(lines: readonly string[]): string[] {
  const more = lines.length - SHOWN;
  return more > 0 ? [...lines.slice(0, SHOWN), `… and ${more} more, which are in the JSON`] : [...lines];
}

function cells(texts: readonly string[]): string {
  return `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}

function day(iso: string): string {
  return iso.slice(0, 10);
}

function time(iso: string): string {
  return iso.slice(11, 16);
}
