import { metrics } from '@opentelemetry/api';
import { type FindingKind, findingKinds } from './finding.ts';
import type { Report } from './report.ts';

/** Tells the findings of each run by kind; kinds of which there are none are told as 0, so that alerts end. */
export function createHousekeepingMetrics(): (report: Report) => void {
  const findings = metrics.getMeter('kafka-rest-functions').createGauge('kafka_rest.housekeeping.findings', {
    description: 'Findings of the last run of housekeeping',
    unit: '{finding}',
  });
  return (report) => {
    for (const kind of Object.keys(findingKinds) as FindingKind[]) {
      const count = report.findings.filter((found) => found.kind === kind).length;
      findings.record(count, { kind, severity: findingKinds[kind][0] });
    }
  };
}
