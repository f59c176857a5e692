import { describe, expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { Turns } from '../../../../local/host/http/turns.ts';

describe('turns', () => {
  it('let one begin in each turn of the event loop, in the order they came', async () => {
    const turns = new Turns();
    const begun: string[] = [];
    for (const name of ['a', 'b', 'c']) void turns.next().then(() => begun.push(name));
    expect(begun).toEqual([]);
    await turn();
    expect(begun).toEqual(['a']);
    await turn();
    expect(begun).toEqual(['a', 'b']);
    void turns.next().then(() => begun.push('d'));
    await turn();
    await turn();
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
  });

  it('go on after a pause', async () => {
    const turns = new Turns();
    await turns.next();
    await turn();
    await expect(turns.next()).resolves.toBeUndefined();
  });
});
