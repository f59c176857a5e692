import { isLoopback, optional } from '../setting.ts';

/** How this app reaches its storage account: with a connection string, or as its managed identity. */
export type StorageConnection =
  | {
      readonly kind: 'connection-string';
      /** Holds the account's key or a SAS: never shown. */
      readonly text: string;
      /** True for an emulator on this machine that speaks plain HTTP. */
      readonly plainHttp: boolean;
    }
  | { readonly kind: 'identity'; readonly tableUrl: URL; readonly clientId: string | undefined }
  | {
      readonly kind: 'none';
      /** What is wrong with the settings; said to whoever needs storage, because most requests do not. */
      readonly reason: string;
    };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The connection `KafkaStorage`, or else the host's own `AzureWebJobsStorage`. What is wrong with the host's is said to
 * whoever needs tables, because the host may do without them.
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
 * Reads a connection as the Functions host names them: `<name>` holds a connection string, or `<name>__tableServiceUri`
 * or `<name>__accountName` leads to the account. Undefined where none of them is set; throws an Error that says what
 * is wanted and never repeats the text.
 */
function readConnection(environment: Environment, name: string): StorageConnection | undefined {
  const of = (suffix: string) => optional(String)(environment[`${name}${suffix}`]?.trim() ?? '');
  const text = of('');
  if (text !== undefined) return fromConnectionString(text);
  const url = of('__tableServiceUri') ?? addressOf(of('__accountName'));
  if (url === undefined) return undefined;
  const tableUrl = URL.parse(url);
  if (tableUrl?.protocol !== 'https:') throw new Error('give a table address that starts with https://');
  return { kind: 'identity', tableUrl, clientId: of('__clientId') };
}

function addressOf(accountName: string | undefined): string | undefined {
  return accountName === undefined ? undefined : `https://${accountName}.table.core.windows.net`;
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
  const url = URL.parse(endpoint ?? `${parts.get('defaultendpointsprotocol') ?? ''}://account`);
  const plainHttp = url?.protocol === 'http:' && isLoopback(url);
  if (url?.protocol !== 'https:' && !plainHttp) throw new Error('give a table endpoint with https://');
  // The public cloud's is left out where the text was written for SDKs that know it.
  const isWhole = endpoint !== undefined || has('endpointsuffix');
  return { kind: 'connection-string', text: isWhole ? text : `${text};${PUBLIC_SUFFIX}`, plainHttp };
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
