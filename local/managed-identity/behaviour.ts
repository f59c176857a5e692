import type { Faults } from '../stand-in/faults.ts';
import { type Answer, type Behaviour, json, type StandInRequest } from '../stand-in/serve.ts';

/** A managed identity of the function app. */
export interface ManagedIdentity {
  readonly clientId: string;
  /** The object id that role assignments and federated credentials name. */
  readonly objectId: string;
  /** The identity of a request without `client_id`; at most one. */
  readonly systemAssigned?: boolean;
}

/** Gives a token of the tenant for the identity; rejects when the tenant does not know the resource. */
export type IssueToken = (
  identity: ManagedIdentity,
  resource: string,
) => Promise<{ readonly token: string; readonly expiresAtMs: number }>;

export interface ManagedIdentityAccess {
  readonly header: string;
  readonly identities: ReadonlyMap<string, ManagedIdentity>;
  readonly issue: IssueToken;
}

/** Where the endpoint lies in App Service; the address is opaque to callers. */
export const TOKEN_PATH = '/msi/token';

/**
 * App Service's token endpoint, version 2019-08-01: `GET ?api-version&resource[&client_id]` with the secret header.
 * That refusals are `{"statusCode","message"}` is documented nowhere.
 */
export function managedIdentityBehaviour(access: ManagedIdentityAccess, faults: Faults): Behaviour {
  return {
    faults,
    nameOf: ({ path }) => (path === TOKEN_PATH ? 'token' : 'unknown'),
    answer: (request) => answer(access, request),
  };
}

async function answer(access: ManagedIdentityAccess, request: StandInRequest): Promise<Answer> {
  const { query, headers } = request;
  if (request.path !== TOKEN_PATH) return refusal(404, 'There is nothing here.');
  if (request.method !== 'GET') return refusal(405, 'Tokens are got by GET.');
  if (headers['x-identity-header'] !== access.header)
    return refusal(401, 'X-IDENTITY-HEADER is missing or wrong.');
  if (query.get('api-version') !== '2019-08-01') return refusal(400, 'api-version must be 2019-08-01.');
  const resource = query.get('resource');
  if (resource === null) return refusal(400, 'resource is missing.');
  const identity = identityFor(access.identities, query.get('client_id'));
  if (identity === undefined) return refusal(400, 'The app has no such managed identity.');
  return tokenAnswer(access.issue, identity, resource);
}

function identityFor(
  identities: ReadonlyMap<string, ManagedIdentity>,
  clientId: string | null,
): ManagedIdentity | undefined {
  if (clientId !== null) return identities.get(clientId);
  return [...identities.values()].find(({ systemAssigned }) => systemAssigned === true);
}

async function tokenAnswer(issue: IssueToken, identity: ManagedIdentity, resource: string): Promise<Answer> {
  try {
    const { token, expiresAtMs } = await issue(identity, resource);
    return json(200, {
      access_token: token,
      client_id: identity.clientId,
      expires_on: String(Math.floor(expiresAtMs / 1000)),
      resource,
      token_type: 'Bearer',
    });
  } catch (error) {
    return refusal(400, error instanceof Error ? error.message : String(error));
  }
}

const refusal = (statusCode: number, message: string) => json(statusCode, { statusCode, message });
