import type { LoadedFunction, TypedData } from '../function.ts';
import { type InvocationPorts, invokeWithOutputs } from '../outputs/invoke-with-outputs.ts';
import { isObject } from '../read-json.ts';
import { calledReason } from './http-call.ts';

export interface AdminOptions extends InvocationPorts {
  readonly functions: readonly LoadedFunction[];
  readonly hostId: string;
  readonly instanceId: string;
  readonly version: string;
}

export interface AdminAnswer {
  readonly status: number;
  readonly json?: unknown;
  /** What the call started and does not wait for. */
  readonly background?: Promise<unknown>;
}

/** The part of the host's own API (`/admin/…`) that local tools use; `path` is what follows `/admin/`. */
export function answerAdmin(method: string, path: string, body: Buffer, options: AdminOptions): AdminAnswer {
  const [area = '', name, ...rest] = path.split('/').map((part) => part.toLowerCase());
  if (area === 'host' && name === 'ping') return { status: 200 };
  if (area === 'host' && name === 'status' && method === 'GET') return { status: 200, json: status(options) };
  if (area !== 'functions' || rest.length > 0) return { status: 404 };
  if (name === undefined || name === '') {
    return method === 'GET' ? { status: 200, json: options.functions.map(describe) } : { status: 404 };
  }
  const fn = options.functions.find((candidate) => candidate.name.toLowerCase() === name);
  if (fn === undefined) return { status: 404 };
  if (method === 'GET') return { status: 200, json: describe(fn) };
  return method === 'POST' ? start(fn, body, options) : { status: 404 };
}

function start(fn: LoadedFunction, body: Buffer, options: AdminOptions): AdminAnswer {
  const input = readInput(body);
  if (input === undefined || fn.trigger.type.toLowerCase() === 'httptrigger') return { status: 400 };
  const inputs = [{ name: fn.trigger.name, data: toData(fn, input) }];
  const triggerMetadata = /^queueTrigger$/i.test(fn.trigger.type) ? queueMetadata(input) : {};
  const invocation = { reason: calledReason, inputs, triggerMetadata };
  return { status: 202, background: invokeWithOutputs(fn, invocation, options) };
}

/** The text of `{"input":"…"}`; an empty body is an empty input; undefined: not understood. */
function readInput(body: Buffer): string | undefined {
  if (body.length === 0) return '';
  try {
    const value: unknown = JSON.parse(body.toString());
    if (!isObject(value)) return undefined;
    const { input = '' } = value;
    return typeof input === 'string' ? input : undefined;
  } catch {
    return undefined;
  }
}

function toData({ trigger }: LoadedFunction, input: string): TypedData {
  switch (trigger.type.toLowerCase()) {
    case 'timertrigger':
      return {
        json: JSON.stringify({ Schedule: { AdjustForDST: true }, ScheduleStatus: null, IsPastDue: false }),
      };
    case 'eventgridtrigger':
      return /^many$/i.test(String(trigger['cardinality'])) ? { json: asArray(input) } : { string: input };
    default:
      return trigger.dataType?.toLowerCase() === 'binary' ? { bytes: Buffer.from(input) } : { string: input };
  }
}

function asArray(json: string): string {
  return json.trimStart().startsWith('[') ? json : `[${json}]`;
}

// A message made from text has neither id nor receipt and was never taken from a queue.
function queueMetadata(input: string): Record<string, TypedData> {
  return {
    QueueTrigger: { string: input },
    DequeueCount: { int: 0 },
    Id: { string: '' },
    PopReceipt: { string: '' },
  };
}

function status({ hostId, instanceId, version }: AdminOptions): unknown {
  return {
    id: hostId,
    state: 'Running',
    version,
    versionDetails: `${version} (local)`,
    instanceId,
    processUptime: Math.round(process.uptime() * 1000),
  };
}

function describe(fn: LoadedFunction): unknown {
  const bindings = Object.entries(fn.bindings).map(([name, binding]) => ({ ...binding, name }));
  return { name: fn.name, language: 'node', isDisabled: false, config: { name: fn.name, bindings } };
}
