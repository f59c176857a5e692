import type { Agent } from 'node:http';
import type { LoadedFunction } from '../function.ts';
import type { HostJson } from '../host-json.ts';
import type { Keys } from '../keys.ts';
import { type Cors, setting, type Settings } from '../local-settings.ts';
import type { InvocationPorts } from '../outputs/invoke-with-outputs.ts';
import { StartError } from '../start-error.ts';
import type { Webhooks } from '../webhook.ts';
import type { AdminOptions } from './admin.ts';
import { answerBuffered } from './answer-buffered.ts';
import { answerStreaming } from './answer-streaming.ts';
import type { HttpCall } from './http-call.ts';
import { createHostListener, type HostListener } from './host-listener.ts';
import type { Route } from './route-table.ts';
import { Throttle } from './throttle.ts';

export interface ServeHttpOptions extends InvocationPorts {
  readonly routes: readonly Route[];
  readonly functions: readonly LoadedFunction[];
  readonly webhooks: Webhooks;
  readonly identity: Pick<AdminOptions, 'hostId' | 'instanceId' | 'version'>;
  readonly hostJson: HostJson;
  readonly settings: Settings;
  readonly keys: Keys | undefined;
  readonly cors: Cors | undefined;
  /** The library's `HttpUri`; undefined: requests and answers are buffered. */
  readonly streamingUri: string | undefined;
  readonly agent: Agent;
  readonly proxyTimeoutMs: number;
  readonly earlyStreamErrors: boolean;
  readonly onBackground: (work: Promise<unknown>) => void;
}

// Kestrel's limit as the Functions host sets it.
const defaultBodyLimitBytes = 104_857_600;

/** Composes what the host answers over HTTP out of the app's functions, routes and settings. */
export function serveHttp(options: ServeHttpOptions): HostListener {
  const { routes, functions, invoke, applyOutputs, log, keys, streamingUri } = options;
  const bodyLimitBytes = bodyLimit(options.settings);
  const answering = { ...options, bodyLimitBytes };
  const port = streamingUri === undefined ? undefined : Number(new URL(streamingUri).port);
  const answer = (call: HttpCall): Promise<void> =>
    port === undefined ? answerBuffered(call, answering) : answerStreaming(call, { ...answering, port });
  return createHostListener({
    ...answering,
    call: { routes, keys, throttle: new Throttle(options.hostJson.http), answer },
    admin: { ...options.identity, functions, invoke, applyOutputs, log },
  });
}

function bodyLimit(settings: Settings): number {
  const text = setting(settings, 'FUNCTIONS_REQUEST_BODY_SIZE_LIMIT');
  const bytes = text === undefined ? defaultBodyLimitBytes : Number(text);
  if (Number.isInteger(bytes) && bytes >= 0) return bytes;
  throw new StartError('FUNCTIONS_REQUEST_BODY_SIZE_LIMIT must be a whole number of bytes.');
}
