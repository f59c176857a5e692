import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type App, startApp } from '../support/app.ts';
import { account, accountAmidFaults } from './account.ts';

let app: App;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

describe('64 callers are told the truth while every second call of the proxy goes wrong', () => {
  // `node test/produce/run.ts` does ten thousand.
  test.each(['true', 'false'])(
    'over 1,000 produces, with KAFKA_BATCHING=%s',
    async (batching) => {
      const sums = await accountAmidFaults(app, 1000, batching);
      expect(sums.lies).toEqual([]);
      // Where one of these did not come up, nothing was tried.
      expect(sums.accepted).toBeGreaterThan(100);
      expect(sums.notWritten).toBeGreaterThan(20);
      expect(sums.unknownButWritten).toBeGreaterThan(2);
      expect(sums.unknownAndAbsent).toBeGreaterThan(2);
    },
    60_000,
  );

  test('where a refusal may have written a part, and the app is told so', async () => {
    const sums = await account(app, {
      produces: 1000,
      settings: { KAFKA_BATCH_MAX_RECORDS: '20', KAFKA_ASSUME_REFUSAL_WRITES_NOTHING: 'false' },
      seed: 7,
      refusedPercent: 5,
      faults: false,
    });
    expect(sums.lies).toEqual([]);
    expect(
      Math.min(...[sums.accepted, sums.notWritten, sums.unknownButWritten, sums.unknownAndAbsent]),
    ).toBeGreaterThan(0);
  });
});
