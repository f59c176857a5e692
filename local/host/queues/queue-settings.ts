import { availableParallelism } from 'node:os';
import { parseTimeSpan } from '../time-span.ts';

/** How texts of messages carry their bytes. */
export type MessageEncoding = 'base64' | 'none';

/** host.json `extensions.queues`, with the defaults of the Storage extension in Development. */
export interface QueueSettings {
  readonly batchSize: number;
  /** A new batch is taken once no more than this many messages are being processed. */
  readonly newBatchThreshold: number;
  readonly maxDequeueCount: number;
  /** How long a message stays invisible after its function failed. */
  readonly visibilityTimeoutMs: number;
  readonly maxPollingIntervalMs: number;
  readonly messageEncoding: MessageEncoding;
}

type Section = Readonly<Record<string, unknown>>;

/**
 * Reads the section; names match in any case and numbers may be texts, because `AzureFunctionsJobHost__…` variables land here too.
 * Throws one sentence that names the setting when a value cannot be used.
 */
export function readQueueSettings(section: Section, cores: number = availableParallelism()): QueueSettings {
  const batchSize = wholeNumber(section, 'batchSize', 1, 32) ?? 16;
  return {
    batchSize,
    newBatchThreshold:
      wholeNumber(section, 'newBatchThreshold', 0, Infinity) ?? Math.floor(batchSize / 2) * cores,
    maxDequeueCount: wholeNumber(section, 'maxDequeueCount', 1, Infinity) ?? 5,
    visibilityTimeoutMs: duration(section, 'visibilityTimeout') ?? 0,
    maxPollingIntervalMs: duration(section, 'maxPollingInterval') ?? 2_000,
    messageEncoding: encoding(section),
  };
}

function wholeNumber(section: Section, name: string, least: number, most: number): number | undefined {
  const value = valueOf(section, name);
  if (value === undefined) return undefined;
  const number = value === '' ? NaN : Number(value);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  const range = most === Infinity ? `of ${least} or more` : `from ${least} to ${most}`;
  throw new Error(`host.json extensions.queues.${name} must be a whole number ${range}.`);
}

function duration(section: Section, name: string): number | undefined {
  const value = valueOf(section, name);
  if (value === undefined) return undefined;
  const ms = typeof value === 'string' ? parseTimeSpan(value) : undefined;
  if (ms === undefined || ms < 0)
    throw new Error(`host.json extensions.queues.${name} must be a time as "hh:mm:ss".`);
  return ms;
}

function encoding(section: Section): MessageEncoding {
  const value = valueOf(section, 'messageEncoding') ?? 'base64';
  const name = typeof value === 'string' ? value.toLowerCase() : value;
  if (name === 'base64' || name === 'none') return name;
  throw new Error('host.json extensions.queues.messageEncoding must be "base64" or "none".');
}

function valueOf(section: Section, name: string): unknown {
  return Object.entries(section).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}
