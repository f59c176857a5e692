import { describe, expect, it } from '@jest/globals';
import {
  mayAdminister,
  mayCall,
  mayCallWebhook,
  presentedKey,
} from '../../../../local/host/http/authorize.ts';
import type { AuthLevel } from '../../../../local/host/http/route-table.ts';

const keys = {
  master: 'm',
  host: { default: 'h' },
  functions: { Orders: { default: 'f' }, other: { default: 'o' } },
  system: { eventgrid_extension: 's' },
};
const trigger = { name: 'req', type: 'httpTrigger' };
const route = (authLevel: AuthLevel) => ({
  fn: { name: 'orders', trigger, bindings: { req: trigger } },
  template: 'orders',
  segments: [],
  methods: [],
  authLevel,
});

describe('keys', () => {
  it.each<[level: AuthLevel, opening: (string | undefined)[]]>([
    ['anonymous', ['m', 'h', 'f', 'o', 's', 'x', undefined]],
    ['function', ['m', 'h', 'f']],
    ['admin', ['m']],
  ])('of level %s that open: %j', (level, opening) => {
    const all = ['m', 'h', 'f', 'o', 's', 'x', undefined];
    expect(all.filter((key) => mayCall(route(level), keys, key))).toEqual(opening);
  });

  it('open webhooks by system key and the admin API by master key', () => {
    expect(['m', 's', 'h', 'x'].filter((key) => mayCallWebhook('eventgrid', keys, key))).toEqual(['m', 's']);
    expect(['m', 's', 'h', 'x'].filter((key) => mayAdminister(keys, key))).toEqual(['m']);
  });

  it('come from the header first, even when the one in the query would open', () => {
    expect(presentedKey({ 'x-functions-key': 'wrong' }, 'code=right')).toBe('wrong');
    expect(presentedKey({}, 'a=1&code=a%2Bb')).toBe('a+b');
    expect(presentedKey({}, '')).toBeUndefined();
  });
});
