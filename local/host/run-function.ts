import type { CoreInvocationContext, InvocationRequest, InvocationState } from './core-api.ts';
import type { CoreApp, RegisteredFunction } from './core-app.ts';
import type { InvocationResult } from './function.ts';
import type { LogScope } from './worker-log.ts';

/**
 * One invocation in the order of the worker's InvocationHandler: arguments, preInvocation hooks (which may replace
 * inputs and handler), handler, postInvocation hooks (which may replace result and error), response.
 */
export async function runFunction(
  app: CoreApp,
  { metadata, callback }: RegisteredFunction,
  request: InvocationRequest,
): Promise<InvocationResult> {
  if (app.model === undefined) throw new Error('The app set no programming model.');
  const hookData: Record<string, unknown> = {};
  const scope: LogScope & { invocationContext: unknown } = {
    functionName: metadata.name,
    hookData,
    invocationContext: undefined,
  };
  const core: CoreInvocationContext = {
    invocationId: request.invocationId,
    request,
    metadata,
    state: undefined,
    log: (level, category, message) => {
      app.log(level, category, message, scope);
    },
  };
  const model = await app.model.getInvocationModel(core);
  const { context, inputs } = await model.getArguments();
  scope.invocationContext = context;

  const shared = readOnly({ hookData, appHookData: app.hooks.appData, invocationContext: context });
  const before = Object.defineProperties({ inputs, functionCallback: callback }, shared);
  await inState(core, 'preInvocationHooks', () => app.hooks.run('preInvocation', before));

  const outcome = await inState(core, 'invocation', () =>
    settle(() => model.invokeFunction(context, before.inputs, before.functionCallback)),
  );
  const after = Object.defineProperties({ inputs: before.inputs, ...outcome }, shared);
  await inState(core, 'postInvocationHooks', () => app.hooks.run('postInvocation', after));
  // As in the worker: a thrown null or undefined is no error.
  if (after.error !== null && after.error !== undefined) {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- what the app threw is passed on unchanged
    throw after.error;
  }

  const response = await model.getResponse(context, after.result);
  return {
    invocationId: request.invocationId,
    outputs: response.outputData ?? [],
    ...(response.returnValue === undefined ? {} : { returnValue: response.returnValue }),
  };
}

function readOnly(values: Record<string, unknown>): PropertyDescriptorMap {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { value, enumerable: true, writable: false }]),
  );
}

async function inState<T>(
  core: CoreInvocationContext,
  state: InvocationState,
  run: () => Promise<T>,
): Promise<T> {
  core.state = state;
  try {
    return await run();
  } finally {
    core.state = undefined;
  }
}

async function settle(run: () => Promise<unknown>): Promise<{ result: unknown; error: unknown }> {
  try {
    return { result: await run(), error: null };
  } catch (error) {
    return { result: null, error };
  }
}
