import { createManagedIdentity } from '../auth/entra-token.ts';
import type { Config } from '../config.ts';
import { createPublish, type Publish } from '../subscriptions/event-grid-client.ts';
import type { Housekeeping } from './housekeeping.ts';
import type { Report } from './report.ts';

type Settings = Pick<Config, 'notifyTopicEndpoint' | 'eventGridKeys' | 'azure'>;

/** What events of reports are called. */
export const REPORT_EVENT = 'KafkaRestFunctions.HousekeepingReport';
const TIMEOUT_MS = 20_000;
const IDENTITY_TIMEOUT_MS = 10_000;
// One event has 1 MB at most: the report itself has them all.
const MOST_LISTED = 200;

/** Housekeeping that tells an Event Grid topic of each run, where the settings name one. */
export function withNotification(housekeeping: Housekeeping, settings: Settings): Housekeeping {
  const { notifyTopicEndpoint: endpoint, eventGridKeys, azure } = settings;
  if (endpoint === undefined) return housekeeping;
  const publish = createPublish({
    endpoint,
    key: eventGridKeys.get(new URL(endpoint).host),
    credential: () => createManagedIdentity(azure.managedIdentityClientId, IDENTITY_TIMEOUT_MS),
  });
  return {
    ...housekeeping,
    async run(request, budget) {
      const report = await housekeeping.run(request, budget);
      if (report !== undefined) await tell(publish, report);
      return report;
    },
  };
}

/** A run is done and its report kept: where nobody can be told, that is logged, and all stays as it is. */
async function tell(publish: Publish, report: Report): Promise<void> {
  const status = await publish([JSON.stringify(eventOf(report))], AbortSignal.timeout(TIMEOUT_MS)).catch(
    () => 0,
  );
  if (status === 200) return;
  const answer = status === 0 ? 'gave no answer' : `answered ${status}`;
  console.warn(`housekeeping: nobody was told of the report ${report.run}: Event Grid ${answer}`);
}

/** The report as a CloudEvent: its counts, what was done, and what is wrong. */
function eventOf({ run, endedAt, cluster, dryRun, partial, counts, findings, actions }: Report): object {
  const wrong = findings.filter(({ severity }) => severity !== 'info');
  return {
    specversion: '1.0',
    id: run,
    source: `/kafka/${cluster}`,
    type: REPORT_EVENT,
    time: endedAt,
    datacontenttype: 'application/json',
    data: {
      ...{ run, dryRun, partial, counts },
      findings: wrong.slice(0, MOST_LISTED).map(({ id, severity }) => ({ id, severity })),
      actions: actions.slice(0, MOST_LISTED).map(({ kind, topic, outcome }) => ({ kind, topic, outcome })),
    },
  };
}
