import { describe, expect, test } from '@jest/globals';
import { addressFor, storageConnection } from '../../../shared/storage/connection.ts';

const KEY = 'c2VjcmV0LWtleQ==';
const account = `DefaultEndpointsProtocol=https;AccountName=mine;AccountKey=${KEY};EndpointSuffix=core.windows.net`;
const sas = 'TableEndpoint=https://mine.table.core.windows.net/;SharedAccessSignature=sv=2024&sig=abc%3D';
const emulator = `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=${KEY};TableEndpoint=http://127.0.0.1:10002/devstoreaccount1;`;

describe('The storage connection', () => {
  test.each([
    ['an account with its key', account, false],
    ['a shared access signature', sas, false],
    ['an emulator on this machine', emulator, true],
    ['the development storage', 'UseDevelopmentStorage=true', true],
  ])('may be %s', (_what, text, plainHttp) => {
    expect(storageConnection({ KafkaStorage: text })).toEqual({ kind: 'connection-string', text, plainHttp });
  });

  test('that names no cloud is one of the public cloud', () => {
    const text = account.replace(/;EndpointSuffix=.*/, '');
    expect(storageConnection({ KafkaStorage: text })).toHaveProperty('text', account);
  });

  test('is KafkaStorage, or else that of the host', () => {
    expect(storageConnection({ KafkaStorage: sas, AzureWebJobsStorage: account })).toHaveProperty(
      'text',
      sas,
    );
    expect(storageConnection({ KafkaStorage: ' ', AzureWebJobsStorage: account })).toHaveProperty(
      'text',
      account,
    );
    const identity = { KafkaStorage__accountName: 'mine', AzureWebJobsStorage: account };
    expect(storageConnection(identity)).toHaveProperty('kind', 'identity');
  });

  test('may be a managed identity, by the addresses of the services or the name of the account', () => {
    const table = 'https://mine.table.core.chinacloudapi.cn/';
    expect(
      storageConnection({
        AzureWebJobsStorage__tableServiceUri: table,
        AzureWebJobsStorage__accountName: 'mine',
        AzureWebJobsStorage__clientId: 'an-identity',
      }),
    ).toEqual({
      kind: 'identity',
      name: 'AzureWebJobsStorage',
      addresses: {
        blob: new URL('https://mine.blob.core.windows.net'),
        queue: new URL('https://mine.queue.core.windows.net'),
        table: new URL(table),
      },
      clientId: 'an-identity',
    });
    expect(
      storageConnection({ KafkaStorage__queueServiceUri: 'https://mine.queue.core.windows.net' }),
    ).toEqual({
      kind: 'identity',
      name: 'KafkaStorage',
      addresses: { queue: new URL('https://mine.queue.core.windows.net') },
      clientId: undefined,
    });
  });

  test('of a managed identity names the setting that is missing to whoever needs that service', () => {
    const connection = storageConnection({
      KafkaStorage__queueServiceUri: 'https://mine.queue.core.windows.net/',
    });
    if (connection.kind !== 'identity') throw new Error(connection.kind);
    expect(addressFor(connection, 'queue')).toBe('https://mine.queue.core.windows.net');
    expect(() => addressFor(connection, 'blob')).toThrow(
      'KafkaStorage__blobServiceUri: missing: set it, or KafkaStorage__accountName.',
    );
  });

  test.each([
    ['text that is none', 'nonsense'],
    ['an account without its key', 'DefaultEndpointsProtocol=https;AccountName=mine;AccountKey='],
    ['one without tables', `BlobEndpoint=https://mine.blob.core.windows.net;SharedAccessSignature=${KEY}`],
    ['plain HTTP to another machine', emulator.replace('127.0.0.1', 'example.org')],
    ['plain HTTP to the queues of another machine', `${emulator};QueueEndpoint=http://example.org/a`],
    ['plain HTTP to Azure', account.replace('https', 'http')],
    ['an endpoint that is no address', `${account};TableEndpoint=mine`],
  ])('may not be %s, and its text is never shown', (_what, text) => {
    const complaint = () => storageConnection({ KafkaStorage: text });
    expect(complaint).toThrow(/^give /);
    expect(complaint).not.toThrow(KEY);
    const unusable = storageConnection({ AzureWebJobsStorage: text });
    expect(unusable).toMatchObject({ kind: 'none' });
    expect(unusable).toHaveProperty(
      'reason',
      expect.stringMatching(/^AzureWebJobsStorage: give .*, or set KafkaStorage\.$/),
    );
  });

  test('may not be plain HTTP for a managed identity, whose token it would show', () => {
    expect(() => storageConnection({ KafkaStorage__tableServiceUri: 'http://127.0.0.1:1' })).toThrow(
      'https://',
    );
  });

  test('that nobody has set is said to whoever needs it', () => {
    expect(storageConnection({})).toEqual({
      kind: 'none',
      reason: 'AzureWebJobsStorage: missing: set it, or set KafkaStorage.',
    });
  });
});
