import { beforeEach, describe, expect, it } from '@jest/globals';
import { CoreApp } from '../../../local/host/core-app.ts';
import type { CoreInvocationContext, FunctionCallback } from '../../../local/host/core-api.ts';
import type { LoadedFunction } from '../../../local/host/function.ts';
import { createInvoke } from '../../../local/host/invoke.ts';

const trigger = { name: 'in1', type: 'queueTrigger', direction: 'in' } as const;
const fn: LoadedFunction = { name: 'orders', trigger, bindings: { in1: trigger } };

let app: CoreApp;
let order: string[];
let lines: string[];
let requests: CoreInvocationContext[];

// A model as plain as can be; the library's own runs in the tests that start a process.
function start(handler: FunctionCallback) {
  app = new CoreApp(({ level, message }) => lines.push(`${level}: ${message}`));
  const api = app.api();
  api.setProgrammingModel({
    name: 'plain',
    version: '1',
    getCapabilities: (capabilities) => capabilities,
    getInvocationModel: (core) => {
      requests.push(core);
      return {
        getArguments: () => Promise.resolve({ context: { core }, inputs: ['input'] }),
        invokeFunction: (_context, inputs, callback) => {
          order.push(`handler in ${core.state ?? 'no state'}`);
          return new Promise((resolve) => {
            resolve(callback(...inputs));
          });
        },
        getResponse: (_context, result) => Promise.resolve({ returnValue: { string: String(result) } }),
      };
    },
  });
  api.registerFunction({ name: 'orders', bindings: { in1: trigger } }, handler);
  return api;
}

const invoke = (timeoutMs = Infinity) => {
  let nowMs = 0;
  return createInvoke({
    app,
    timeoutMs,
    nowMs: () => (nowMs += 5),
    log: (level, message) => lines.push(`${level}: ${message}`),
  });
};

const invocation = { id: 'i1', reason: 'a test', inputs: [] };

beforeEach(() => {
  order = [];
  lines = [];
  requests = [];
});

describe('an invocation', () => {
  it('gives what the function returned, and is logged as by the real host', async () => {
    start((input) => `${String(input)}!`);
    expect(await invoke()(fn, invocation)).toEqual({
      invocationId: 'i1',
      outputs: [],
      returnValue: { string: 'input!' },
    });
    expect(lines).toEqual([
      "info: Executing 'Functions.orders' (Reason='a test', Id=i1)",
      "info: Executed 'Functions.orders' (Succeeded, Id=i1, Duration=5ms)",
    ]);
  });

  it('lets hooks replace input, handler and result, and share data', async () => {
    const api = start(() => 'never');
    api.registerHook('preInvocation', (context) => {
      const hook = context as {
        inputs: unknown[];
        functionCallback: FunctionCallback;
        hookData: { a?: string };
      };
      order.push('pre');
      hook.inputs = ['replaced'];
      hook.functionCallback = (input) => `${String(input)} too`;
      hook.hookData.a = 'shared';
    });
    api.registerHook('postInvocation', (context) => {
      const hook = context as { result: string; error: unknown; hookData: { a?: string } };
      order.push(`post ${hook.result} ${String(hook.error)}`);
      hook.result = `${hook.result} ${hook.hookData.a ?? ''}`;
    });
    const { returnValue } = await invoke()(fn, invocation);
    expect(returnValue).toEqual({ string: 'replaced too shared' });
    expect(order).toEqual(['pre', 'handler in invocation', 'post replaced too null']);
    expect(lines).toContain('debug: Executing 1 "preInvocation" hooks');
    expect(lines).toContain('debug: Executed "postInvocation" hooks');
  });

  it('rejects with what the function threw, unless a hook takes the error away', async () => {
    const api = start(() => {
      throw new Error('on purpose');
    });
    await expect(invoke()(fn, invocation)).rejects.toThrow('on purpose');
    expect(lines).toContain("error: Executed 'Functions.orders' (Failed, Id=i1, Duration=5ms)");
    const hook = api.registerHook('postInvocation', (context) =>
      Object.assign(context, { error: null, result: 'saved' }),
    );
    expect((await invoke()(fn, invocation)).returnValue).toEqual({ string: 'saved' });
    hook.dispose();
    await expect(invoke()(fn, invocation)).rejects.toThrow('on purpose');
  });

  it('does not let hooks exchange what they share', async () => {
    const api = start(() => undefined);
    api.registerHook('preInvocation', (context) => Object.assign(context, { hookData: {} }));
    await expect(invoke()(fn, invocation)).rejects.toThrow("read only property 'hookData'");
  });

  it('fails when it runs past functionTimeout', async () => {
    start(() => new Promise(() => undefined));
    await expect(invoke(1)(fn, invocation)).rejects.toThrow(
      'Timeout value of 00:00:00 was exceeded by function: Functions.orders',
    );
  });

  it("stays within the caller's trace, or begins one", async () => {
    start(() => undefined);
    const caller = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    await invoke()(fn, { ...invocation, traceParent: caller });
    await invoke()(fn, { ...invocation, traceParent: 'nonsense' });
    const [first, second] = requests.map(({ request }) => request.traceContext.traceParent);
    expect(first).toMatch(/^00-a{32}-(?!b{16})[\da-f]{16}-01$/);
    expect(second).toMatch(/^00-(?!a{32})[\da-f]{32}-[\da-f]{16}-00$/);
  });
});

describe('a log hook', () => {
  it('may change what is logged, and logs past itself', () => {
    const api = start(() => undefined);
    api.registerHook('log', (context) => {
      api.log('warning', 'user', 'from the hook');
      Object.assign(context, { message: 'changed' });
    });
    api.log('information', 'user', 'original');
    expect(lines).toEqual(['warning: from the hook', 'information: changed']);
  });
});
