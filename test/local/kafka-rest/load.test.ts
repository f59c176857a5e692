import { describe, expect, it } from '@jest/globals';
import { Load, type LoadOptions } from '../../../local/kafka-rest/load.ts';

/** A load whose sleepers are woken by hand, in the order of their times. */
function open(options: LoadOptions) {
  const sleeping: { ms: number; wake: () => void }[] = [];
  const clock = { ms: 0 };
  const sleep = (ms: number) =>
    new Promise<void>((wake) => {
      sleeping.push({ ms, wake });
    });
  return { clock, sleeping, load: new Load(options, () => clock.ms, sleep) };
}

describe('load', () => {
  it('lets calls pass at once when nothing limits them', async () => {
    const { load, sleeping } = open({});
    expect(await load.admit('produce')).toBe(true);
    expect(sleeping).toEqual([]);
  });

  it('spaces calls over the capacity, and counts those that wait', async () => {
    const { load, sleeping } = open({ capacityPerSecond: 100 });
    const admitted = [load.admit('produce'), load.admit('consume'), load.admit('produce')];
    expect(sleeping.map(({ ms }) => ms)).toEqual([10, 20]);
    expect(load.queued).toBe(2);
    for (const { wake } of sleeping) wake();
    expect(await Promise.all(admitted)).toEqual([true, true, true]);
    expect(load.queued).toBe(0);
  });

  it('does not save up capacity while nobody calls', async () => {
    const { clock, load, sleeping } = open({ capacityPerSecond: 100 });
    clock.ms = 5000;
    await load.admit('produce');
    void load.admit('produce');
    expect(sleeping.map(({ ms }) => ms)).toEqual([10]);
  });

  it('turns a call away when the queue is full, without using up a turn', async () => {
    const { load, sleeping } = open({ capacityPerSecond: 100, maxQueued: 1 });
    await load.admit('produce');
    void load.admit('produce');
    expect(await load.admit('produce')).toBe(false);
    expect(sleeping).toHaveLength(1);
  });

  it('takes its time for each call, or for one of them', async () => {
    const each = open({ latencyMs: 7 });
    void each.load.admit('brokers');
    const one = open({ latencyMs: { consume: 9 } });
    await one.load.admit('produce');
    void one.load.admit('consume');
    await Promise.resolve();
    expect([...each.sleeping, ...one.sleeping].map(({ ms }) => ms)).toEqual([7, 9]);
  });
});
