import { describe, expect, it } from '@jest/globals';
import { connectionString } from '../../../../local/host/queues/connection-string.ts';

describe('the connection of a binding', () => {
  const settings = {
    AzureWebJobsStorage: 'default',
    AzureWebJobsOrders: 'prefixed',
    Orders: 'plain',
    Bills: 'bills',
  };

  it('is AzureWebJobsStorage when it names none', () => {
    expect(connectionString(undefined, settings)).toBe('default');
    expect(connectionString('', settings)).toBe('default');
  });

  it('is looked up with the prefix AzureWebJobs first', () => {
    expect(connectionString('Orders', settings)).toBe('prefixed');
    expect(connectionString('Storage', settings)).toBe('default');
    expect(connectionString('Bills', settings)).toBe('bills');
    expect(connectionString('AzureWebJobsStorage', settings)).toBe('default');
  });

  it('is found whatever the case of the setting, as in .NET', () => {
    expect(connectionString('orders', settings)).toBe('prefixed');
    expect(connectionString('BILLS', settings)).toBe('bills');
  });

  it('is refused by the name of its setting when it is missing or empty', () => {
    expect(() => connectionString('KafkaStorage', { KafkaStorage: '' })).toThrow(
      'The connection string KafkaStorage is missing from the settings.',
    );
  });

  it('is refused with the remedy when it is an identity-based one', () => {
    const identity = { AzureWebJobsStorage__queueServiceUri: 'https://account.queue.core.windows.net' };

    expect(() => connectionString(undefined, identity)).toThrow(
      /^AzureWebJobsStorage__queueServiceUri makes this an identity-based connection.*UseDevelopmentStorage=true/,
    );
  });
});
