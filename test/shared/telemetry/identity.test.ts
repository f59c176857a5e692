import { expect, test } from '@jest/globals';
import { telemetryIdentity } from '../../../shared/telemetry/identity.ts';

test.each([undefined, '', 'ClientId=abc', 'Authorization=Key;ClientId=abc'])(
  '%j leaves telemetry to the key of the connection string',
  (authentication) => {
    expect(telemetryIdentity(authentication)).toBeUndefined();
  },
);

test.each([
  ['ClientId=abc;Authorization=AAD', 'abc'],
  [' authorization=aad ; clientid=abc ', 'abc'],
  ['Authorization=AAD', undefined],
])('%j sends it as the managed identity %j', (authentication, clientId) => {
  expect(telemetryIdentity(authentication)).toMatchObject({ clientId });
});
