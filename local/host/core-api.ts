import type { LoadedFunction, NamedData, TypedData } from './function.ts';

/** The part of the worker's contract with @azure/functions (its `@azure/functions-core`) that the host speaks. */

export type CoreLogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';
export type CoreLogCategory = 'user' | 'system' | 'customMetric';
export type FunctionCallback = (...inputs: unknown[]) => unknown;
export type HookCallback = (context: object) => unknown;

export interface Disposable {
  readonly dispose: () => void;
}

export interface FunctionMetadata {
  readonly name: string;
  readonly functionId?: string;
  readonly bindings: LoadedFunction['bindings'];
  readonly retryOptions?: unknown;
}

export interface InvocationRequest {
  readonly invocationId: string;
  readonly inputData: readonly NamedData[];
  readonly triggerMetadata: Readonly<Record<string, TypedData>>;
  readonly traceContext: { readonly traceParent: string; readonly traceState: string };
  readonly retryContext: { readonly retryCount: number; readonly maxRetryCount: number } | undefined;
}

export type InvocationState = 'preInvocationHooks' | 'invocation' | 'postInvocationHooks' | undefined;

export interface CoreInvocationContext {
  readonly invocationId: string;
  readonly request: InvocationRequest;
  readonly metadata: FunctionMetadata;
  state: InvocationState;
  readonly log: (level: CoreLogLevel, category: CoreLogCategory, message: string) => void;
}

export interface InvocationResponse {
  readonly outputData?: readonly NamedData[];
  readonly returnValue?: TypedData | null;
}

/** Turns requests into arguments, and results into responses, for one invocation. */
export interface InvocationModel {
  readonly getArguments: () => Promise<{ context: unknown; inputs: unknown[] }>;
  readonly invokeFunction: (
    context: unknown,
    inputs: unknown[],
    callback: FunctionCallback,
  ) => Promise<unknown>;
  readonly getResponse: (context: unknown, result: unknown) => Promise<InvocationResponse>;
}

export type Capabilities = Record<string, string>;

export interface ProgrammingModel {
  readonly name: string;
  readonly version: string;
  readonly getCapabilities: (defaults: Capabilities) => Promise<Capabilities> | Capabilities;
  readonly getInvocationModel: (context: CoreInvocationContext) => Promise<InvocationModel> | InvocationModel;
}

/** What `require('@azure/functions-core')` gives inside the app. */
export interface CoreApi {
  readonly version: string;
  readonly hostVersion: string;
  readonly registerFunction: (metadata: FunctionMetadata, callback: FunctionCallback) => Disposable;
  readonly registerHook: (name: string, callback: HookCallback) => Disposable;
  readonly setProgrammingModel: (model: ProgrammingModel) => void;
  readonly getProgrammingModel: () => ProgrammingModel | undefined;
  readonly log: (level: CoreLogLevel, category: CoreLogCategory, message: string) => void;
  readonly Disposable: new (onDispose: () => void) => Disposable;
}
