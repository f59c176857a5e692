import { app } from '@azure/functions';
import type { Environment } from '../shared/setting.ts';
import { telemetryIdentity } from '../shared/telemetry/identity.ts';
import { withinTrace } from '../shared/telemetry/within-trace.ts';

/**
 * Lets metrics and traces leave for Application Insights where its connection string is set, and does nothing
 * where it is not. What this takes is loaded after the functions are, so that a cold start without it stays short;
 * a failure is logged and keeps no function from loading.
 */
export function registerTelemetry(environment: Environment): void {
  const connectionString = environment['APPLICATIONINSIGHTS_CONNECTION_STRING']?.trim() ?? '';
  if (connectionString === '') return;
  app.hook.appStart(async () => {
    try {
      await start(connectionString, environment);
    } catch (error) {
      // Its name alone: the message of a bad connection string may hold its key.
      console.warn(`telemetry-not-started: ${error instanceof Error ? error.name : 'no error'}`);
    }
  });
}

async function start(connectionString: string, environment: Environment): Promise<void> {
  const { startTelemetry } = await import('../shared/telemetry/start.ts');
  const { stop } = startTelemetry({
    connectionString,
    identity: telemetryIdentity(environment['APPLICATIONINSIGHTS_AUTHENTICATION_STRING']),
    appName: environment['WEBSITE_SITE_NAME'] ?? 'kafka-rest-functions',
    instanceId: environment['WEBSITE_INSTANCE_ID'] ?? 'local',
  });
  app.hook.preInvocation((hook) => {
    const { traceContext } = hook.invocationContext;
    hook.functionHandler = withinTrace(traceContext, hook.functionHandler);
  });
  app.hook.appTerminate(() => stop());
}
