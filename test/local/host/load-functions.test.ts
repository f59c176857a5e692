import { beforeEach, describe, expect, it } from '@jest/globals';
import { CoreApp } from '../../../local/host/core-app.ts';
import { loadFunctions } from '../../../local/host/load-functions.ts';

let app: CoreApp;
let lines: string[];

beforeEach(() => {
  app = new CoreApp(() => undefined);
  lines = [];
});

function register(name: string, trigger: Record<string, unknown> = {}): void {
  const bindings = { in1: { type: 'queueTrigger', direction: 'in', ...trigger } } as const;
  app.api().registerFunction({ name, bindings }, () => undefined);
}

function load(settings: Record<string, string> = {}, only?: string[]) {
  const log = (_level: string, message: string): void => {
    lines.push(message);
  };
  return loadFunctions(app, { settings, only, log });
}

describe('the functions that run', () => {
  it('come in order of name without regard to case', () => {
    ['b', 'C', 'a', 'B2'].forEach((name) => {
      register(name);
    });
    expect(load().map(({ name }) => name)).toEqual(['a', 'b', 'B2', 'C']);
  });

  it('have settings in place of %NAME%, while the app keeps what it registered', () => {
    register('orders', { queueName: '%QUEUE%-in' });
    expect(load({ queue: 'q' })[0]?.trigger).toMatchObject({ name: 'in1', queueName: 'q-in' });
    expect(app.functions.get('orders')?.metadata.bindings['in1']).toMatchObject({ queueName: '%QUEUE%-in' });
  });

  it('leave out one whose setting is missing, with the reason', () => {
    register('orders', { queueName: '%QUEUE%' });
    register('other');
    expect(load().map(({ name }) => name)).toEqual(['other']);
    expect(lines).toEqual([`The 'orders' function is in error: '%QUEUE%' does not resolve to a value.`]);
  });

  it('leave out what a setting disables', () => {
    register('orders');
    expect(load({ 'AzureWebJobs.orders.Disabled': 'true' })).toEqual([]);
    expect(load({ 'AzureWebJobs.orders.Disabled': 'false' })).toHaveLength(1);
  });

  it('are those asked for, and a name that is not there is told', () => {
    register('orders');
    register('other');
    expect(load({}, ['ORDERS', 'nobody']).map(({ name }) => name)).toEqual(['orders']);
    expect(lines).toEqual(["No function is named 'nobody'."]);
  });
});

describe('registering', () => {
  it('refuses a second function of the same name, a late one and an unknown hook', () => {
    register('orders');
    expect(() => {
      register('orders');
    }).toThrow('already been registered');
    expect(() => app.api().registerHook('noHook', () => undefined)).toThrow(RangeError);
    app.lock();
    expect(() => {
      register('late');
    }).toThrow('during app startup');
  });
});
