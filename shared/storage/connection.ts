import { AppError } from '../errors.ts';
import { type Environment, isLoopback, optional } from '../setting.ts';

/** A service of a storage account, in the words of its addresses. */
export type StorageService = 'blob' | 'queue' | 'table';

/** What gives tokens for the storage account: any credential of @azure/identity. */
export interface Credential {
  readonly getToken: (
    scopes: string | string[],
  ) => Promise<{ readonly token: string; readonly expiresOnTimestamp: number } | null>;
}

/** A storage account, and who this app is to it. */
export interface StorageAccount {
  readonly connection: StorageConnection;
  /** Asked where the connection names no key; `clientId` is the identity that the connection names. */
  readonly credential: (clientId: string | undefined) => Credential;
}

/** How this app reaches its storage account: with a connection string, or as its managed identity. */
export type StorageConnection =
  | {
      readonly kind: 'connection-string';
      /** Holds the account's key or a SAS: never shown. */
      readonly text: string;
      /** True for an emulator on this machine that speaks plain HTTP. */
      readonly plainHttp: boolean;
    }
  | {
      readonly kind: 'identity';
      /** What the settings begin with, to name the one that is missing. */
      readonly name: string;
      readonly addresses: Readonly<Partial<Record<StorageService, URL>>>;
      readonly clientId: string | undefined;
    }
  | {
      readonly kind: 'none';
      /** What is wrong with the settings; said to whoever needs storage, because most requests do not. */
      readonly reason: string;
    };

/**
 * The connection `KafkaStorage`, or else the host's own `AzureWebJobsStorage`. What is wrong with the host's is said to
 * whoever needs storage, because the host may do without it.
 */
export function storageConnection(environment: Environment): StorageConnection {
  const own = readConnection(environment, 'KafkaStorage');
  if (own !== undefined) return own;
  const none = (what: string): StorageConnection => ({
    kind: 'none',
    reason: `AzureWebJobsStorage: ${what}, or set KafkaStorage.`,
  });
  try {
    return readConnection(environment, 'AzureWebJobsStorage') ?? none('missing: set it');
  } catch (error) {
    return none(error instanceof Error ? error.message : 'not valid');
  }
}

/**
 * Reads a connection as the Functions host names them: `<name>` holds a connection string, or `<name>__accountName` or
 * the addresses of its services, `<name>__tableServiceUri`, lead to the account. Undefined where none of them is set;
 * throws an Error that says what is wanted and never repeats the text.
 */
function readConnection(environment: Environment, name: string): StorageConnection | undefined {
  const of = (suffix: string) => optional(String)(environment[`${name}${suffix}`]?.trim() ?? '');
  const text = of('');
  if (text !== undefined) return fromConnectionString(text);
  const accountName = of('__accountName');
  const addresses: Partial<Record<StorageService, URL>> = {};
  for (const service of ['blob', 'queue', 'table'] as const) {
    const text = of(`__${service}ServiceUri`) ?? addressOf(accountName, service);
    if (text === undefined) continue;
    const address = URL.parse(text);
    if (address?.protocol !== 'https:')
      throw new Error(`give a ${service} address that starts with https://`);
    addresses[service] = address;
  }
  if (Object.keys(addresses).length === 0) return undefined;
  return { kind: 'identity', name, addresses, clientId: of('__clientId') };
}

function addressOf(accountName: string | undefined, service: StorageService): string | undefined {
  return accountName === undefined ? undefined : `https://${accountName}.${service}.core.windows.net`;
}

/** The address of a service that a managed identity reaches, without slash at its end; throws `settings-invalid`. */
export function addressFor(
  { addresses, name }: Extract<StorageConnection, { kind: 'identity' }>,
  service: StorageService,
): string {
  const address = addresses[service];
  if (address === undefined) {
    throw new AppError(
      'settings-invalid',
      `${name}__${service}ServiceUri: missing: set it, or ${name}__accountName.`,
    );
  }
  return address.href.replace(/\/$/, '');
}

function fromConnectionString(text: string): StorageConnection {
  const parts = partsOf(text);
  const has = (...names: readonly string[]) => names.every((name) => (parts.get(name) ?? '') !== '');
  if (parts.get('usedevelopmentstorage')?.toLowerCase() === 'true') {
    return { kind: 'connection-string', text, plainHttp: true };
  }
  const isComplete =
    has('defaultendpointsprotocol', 'accountname', 'accountkey') ||
    has('tableendpoint', 'sharedaccesssignature');
  if (!isComplete) throw new Error('give the connection string of a storage account that has tables');
  const endpoint = parts.get('tableendpoint');
  const whole = `${parts.get('defaultendpointsprotocol') ?? ''}://account`;
  const addresses = [
    endpoint ?? whole,
    ...['blobendpoint', 'queueendpoint'].map((name) => parts.get(name) ?? ''),
  ].filter((address) => address !== '');
  // The public cloud's suffix is left out where the text was written for SDKs that know it.
  const isWhole = endpoint !== undefined || has('endpointsuffix');
  const plainHttp = addresses.map(speaksPlainHttp).some(Boolean);
  return { kind: 'connection-string', text: isWhole ? text : `${text};${PUBLIC_SUFFIX}`, plainHttp };
}

function speaksPlainHttp(address: string): boolean {
  const url = URL.parse(address);
  const plainHttp = url?.protocol === 'http:' && isLoopback(url);
  if (url?.protocol !== 'https:' && !plainHttp) throw new Error('give endpoints with https://');
  return plainHttp;
}

const PUBLIC_SUFFIX = 'EndpointSuffix=core.windows.net';

function partsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(';').map((part) => {
      const at = part.indexOf('=');
      return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()];
    }),
  );
}
