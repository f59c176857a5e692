import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Azurite, startAzurite } from '../../../local/azurite.ts';
import {
  claimCheckFault,
  type ClaimChecks,
  createClaimChecks,
} from '../../../shared/messages/claim-check.ts';
import { createBlobContainer } from '../../../shared/storage/blob.ts';

let azurite: Azurite;
let claimChecks: ClaimChecks;

beforeAll(async () => {
  azurite = await startAzurite();
  const connection = { kind: 'connection-string', text: azurite.connectionString, plainHttp: true } as const;
  const credential = () => {
    throw new Error('a connection string needs none');
  };
  claimChecks = createClaimChecks({
    container: createBlobContainer({ connection, credential, name: 'claim-checks' }),
    containerName: 'claim-checks',
    maxBytes: 1000,
  });
}, 60_000);
afterAll(() => azurite.stop());

describe('The name of a claim check', () => {
  test.each(['a', 'orders.ndjson', '2026/01/31/8b0c_1-2.json', 'a'.repeat(512)])('may be %s', (name) => {
    expect(claimCheckFault(name)).toBeUndefined();
  });

  test.each([
    '',
    '.',
    '..',
    '../other/blob',
    'a/../../b',
    'a/./b',
    '/a',
    'a/',
    'a//b',
    'a.',
    String.raw`a\b`,
    'https://account.blob.core.windows.net/container/blob',
    'blob?sv=2024&sig=word',
    'blob#part',
    '%2e%2e/blob',
    'a b',
    'a\u0000b',
    'ä',
    'a'.repeat(513),
  ])('may not be %j', (name) => {
    expect(claimCheckFault(name)).toMatch(/^Give the name of a blob alone/);
  });
});

describe('A claim check in a real Azurite', () => {
  test('is read as it was put', async () => {
    await claimChecks.put('a/b.json', Buffer.from([0, 255]), 'application/json');
    const found = await claimChecks.open('a/b.json');
    expect(found).toMatchObject({ bytes: 2, contentType: 'application/json' });
    const chunks: Uint8Array[] = [];
    for await (const chunk of found.content) chunks.push(chunk);
    expect(Buffer.concat(chunks)).toEqual(Buffer.from([0, 255]));
  });

  test('that is not there is named, with its container and without the whole of a long name', async () => {
    await expect(claimChecks.open('none')).rejects.toMatchObject({
      code: 'invalid-request',
      message:
        'The claim check "none" is not in the container claim-checks: put the blob there before the message.',
    });
    await expect(claimChecks.open(`${'a'.repeat(100)}?`)).rejects.toMatchObject({
      code: 'invalid-request',
      message: expect.not.stringContaining('a'.repeat(65)),
    });
  });

  test('may have as many bytes as the limit, and is refused with one more before any is read', async () => {
    await claimChecks.put('large', Buffer.alloc(1000), 'application/x-ndjson');
    await claimChecks.put('larger', Buffer.alloc(1001), 'application/x-ndjson');
    const { bytes, discard } = await claimChecks.open('large');
    discard();
    expect(bytes).toBe(1000);
    await expect(claimChecks.open('larger')).rejects.toMatchObject({
      code: 'request-too-large',
      message: 'The claim check "larger" has 1001 bytes: the limit is 1000.',
    });
  });
});
