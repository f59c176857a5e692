import { describe, expect, test } from '@jest/globals';
import { createWaiting } from '../../../shared/consuming/waiting.ts';

describe('as many as may wait', () => {
  test('wait, the next is told when to ask again, and one that leaves makes room', () => {
    const { enter } = createWaiting(2);
    const leave = enter();
    enter();
    expect(enter).toThrow(
      expect.objectContaining({
        code: 'too-many-waiting',
        options: expect.objectContaining({ retryAfterSeconds: 5 }) as unknown,
      }),
    );
    leave();
    enter();
    expect(enter).toThrow('2 calls wait for records here already');
  });

  test('are no more when one leaves twice', () => {
    const { enter } = createWaiting(1);
    const leave = enter();
    leave();
    leave();
    enter();
    expect(enter).toThrow('wait for records');
  });
});
