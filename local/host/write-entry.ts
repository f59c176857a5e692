import type { CoreLogLevel } from './core-api.ts';
import type { HostLog } from './log.ts';
import type { WorkerLogEntry } from './worker-log.ts';

const levels: Readonly<Record<CoreLogLevel, 'debug' | 'info' | 'warn' | 'error' | undefined>> = {
  trace: 'debug',
  debug: 'debug',
  information: 'info',
  warning: 'warn',
  error: 'error',
  critical: 'error',
  none: undefined,
};

/** Writes what the app or its library logged, under the categories by which host.json sets levels. */
export function writeEntry(log: HostLog, { level, message, category, functionName }: WorkerLogEntry): void {
  const hostLevel = levels[level];
  if (hostLevel === undefined) return;
  const isUsers = category === 'user' && functionName !== undefined;
  log.of(isUsers ? `Function.${functionName}.User` : 'Worker')(hostLevel, message);
}
