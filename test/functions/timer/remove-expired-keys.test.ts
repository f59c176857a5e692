import { InvocationContext } from '@azure/functions';
import { expect, test } from '@jest/globals';
import { removeExpiredKeys } from '../../../functions/timer/remove-expired-keys.ts';
import { createDependencies, type Dependencies } from '../../../shared/dependencies.ts';

const settings = {
  KAFKA_REST_URL: 'https://mine-kafkarest.azurehdinsight.net',
  KAFKA_REST_TENANT_ID: 'tenant',
  KAFKA_REST_CLIENT_ID: 'client',
  KAFKA_REST_CLIENT_SECRET: 'secret',
};

async function logOf(storage: Record<string, string>, removeExpired: Dependencies['removeExpiredKeys']) {
  const log: string[] = [];
  const context = new InvocationContext({ logHandler: (_level, ...args) => log.push(args.join(' ')) });
  const dependencies = createDependencies({ ...settings, ...storage });
  await removeExpiredKeys(context, { ...dependencies, removeExpiredKeys: removeExpired });
  return log;
}

const withStorage = { AzureWebJobsStorage: 'UseDevelopmentStorage=true' };

test.each([
  [true, '12 expired idempotency keys removed'],
  [false, '12 expired idempotency keys removed; the next run goes on'],
])('the log says how many keys went, and whether that is all (%s)', async (isComplete, line) => {
  expect(await logOf(withStorage, () => Promise.resolve({ rows: 12, isComplete }))).toEqual([line]);
});

test('a run has a budget of time, which has not ended when it begins', async () => {
  let budget: AbortSignal | undefined;
  await logOf(withStorage, (given) => {
    budget = given;
    return Promise.resolve({ rows: 0, isComplete: true });
  });
  expect(budget?.aborted).toBe(false);
});

test('without a storage account there is nothing to do', async () => {
  expect(await logOf({}, () => Promise.reject(new Error('must not be called')))).toEqual([]);
});

test('a failure of storage fails the run', async () => {
  await expect(logOf(withStorage, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
});
