/** What a tenant knows of a resource that tokens can be asked for. */
export interface Resource {
  /** 1: issuer sts.windows.net and `appid`; 2: issuer of the authority and `azp`. The resource decides, not the endpoint. */
  readonly tokenVersion: 1 | 2;
  /** The token's `aud`; left out: the resource as asked for. */
  readonly audience?: string;
}

/** Resources by App ID URI, without a slash at the end. */
export type Resources = Readonly<Record<string, Resource>>;

/** The audience of federated credentials. */
export const TOKEN_EXCHANGE = 'api://AzureADTokenExchange';

/** Azure's own resources that the app and its tools ask tokens for. */
export const azureResources: Resources = {
  'https://hib.azurehdinsight.net': { tokenVersion: 1 },
  'https://vault.azure.net': { tokenVersion: 1 },
  'https://storage.azure.com': { tokenVersion: 1 },
  'https://eventgrid.azure.net': { tokenVersion: 1 },
  // The issuer that federated credentials name ends in /v2.0, so these tokens are of version 2.
  [TOKEN_EXCHANGE]: { tokenVersion: 2 },
};

/** The resource of a name as asked for (`https://storage.azure.com/` counts as well); undefined: unknown in the tenant. */
export function findResource(resources: Resources, asked: string): Resource | undefined {
  const name = asked.replace(/\/$/, '');
  return Object.hasOwn(resources, name) ? resources[name] : undefined;
}
