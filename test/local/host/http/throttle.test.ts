import { describe, expect, it } from '@jest/globals';
import { Throttle } from '../../../../local/host/http/throttle.ts';

describe('the throttle', () => {
  it('runs so many at once, lets the others wait in turn, and refuses what is too many', async () => {
    const throttle = new Throttle({ maxConcurrentRequests: 1, maxOutstandingRequests: 3 });
    const order: string[] = [];
    await throttle.enter();
    const second = throttle.enter()?.then(() => order.push('second'));
    const third = throttle.enter()?.then(() => order.push('third'));
    expect(throttle.enter()).toBeUndefined();
    expect(order).toEqual([]);
    throttle.leave();
    await second;
    expect(order).toEqual(['second']);
    throttle.leave();
    await third;
    expect(order).toEqual(['second', 'third']);
    throttle.leave();
    expect(throttle.enter()).toBeDefined();
  });
});
