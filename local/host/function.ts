/**
 * What the parts of the host say to each other. The data shapes are those of the Functions worker's contract
 * (RpcTypedData), which @azure/functions reads and writes through its core API.
 */

/** One value on its way into or out of a function: exactly one member is set. */
export interface TypedData {
  readonly string?: string;
  readonly json?: string;
  readonly bytes?: Buffer;
  readonly stream?: Buffer;
  readonly int?: number;
  readonly double?: number;
  readonly http?: Record<string, unknown>;
  readonly collectionString?: { readonly string: readonly string[] };
  readonly collectionBytes?: { readonly bytes: readonly Buffer[] };
}

export interface NamedData {
  readonly name: string;
  readonly data: TypedData;
}

export interface Binding {
  readonly type: string;
  readonly direction?: 'in' | 'out' | 'inout';
  readonly dataType?: string;
  readonly [setting: string]: unknown;
}

/** A function as the app registered it; `trigger` is its one trigger binding, `bindings` has them all by name. */
export interface LoadedFunction {
  readonly name: string;
  readonly trigger: Binding & { readonly name: string };
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly retryOptions?: unknown;
}

export interface Invocation {
  /** Left out: a new one is made. */
  readonly id?: string;
  /** What the log shows in `(Reason='…')`: `New queue message detected on 'orders'.` */
  readonly reason: string;
  /** What the log shows beside it, as the host does of a queue message: `MessageId` and others. */
  readonly details?: Readonly<Record<string, string>>;
  readonly inputs: readonly NamedData[];
  readonly triggerMetadata?: Readonly<Record<string, TypedData>>;
  readonly retryContext?: { readonly retryCount: number; readonly maxRetryCount: number };
  /** The caller's W3C `traceparent`, where it sent one. */
  readonly traceParent?: string | undefined;
}

export interface InvocationResult {
  readonly invocationId: string;
  readonly returnValue?: TypedData | null;
  readonly outputs: readonly NamedData[];
}

/**
 * Runs one invocation through hooks and handler and logs its `Executing` and `Executed` lines.
 * Rejects with the function's own error when it failed or ran past `functionTimeout`.
 * Output bindings are not applied here: whoever calls does that before it acknowledges the trigger.
 */
export type Invoke = (fn: LoadedFunction, invocation: Invocation) => Promise<InvocationResult>;

/** Writes `Functions`-host log lines in Core Tools' format; nothing else in the host writes to stdout. */
export type Log = (level: 'debug' | 'info' | 'warn' | 'error', message: string) => void;

/** Source of invocations (queues, timers, Event Grid, HTTP). `stop` takes no new work and waits for what runs. */
export interface Listener {
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}
