import { boolean, httpsOrigin, integer, list, oneOf, optional, type Setting, text } from './setting.ts';
import { topicNameFault } from './topics/name.ts';

const MEBIBYTE = 1024 * 1024;
const storageName = text(
  /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/,
  'a name of 3 to 63 lower-case letters, digits and single hyphens',
);

/** Every setting of this app; the README's table is held against it. */
export const settings = {
  restUrl: {
    name: 'KAFKA_REST_URL',
    about: "The cluster's Kafka REST endpoint, `https://<cluster>-kafkarest.azurehdinsight.net`",
    parse: httpsOrigin,
  },
  tenantId: {
    name: 'KAFKA_REST_TENANT_ID',
    about: 'The Entra tenant of the app registration, as id or domain name',
    parse: text(/^[A-Za-z0-9.-]+$/, 'a tenant id or domain name'),
  },
  clientId: {
    name: 'KAFKA_REST_CLIENT_ID',
    about: "The app registration that is in the cluster's security group",
    parse: text(/^[A-Za-z0-9-]+$/, "the app registration's client id"),
  },
  keyVaultUri: {
    name: 'KEY_VAULT_URI',
    fallback: '',
    about: 'The Key Vault that holds the client secret, `https://<vault>.vault.azure.net`',
    parse: optional(httpsOrigin),
  },
  secretName: {
    name: 'KAFKA_REST_SECRET_NAME',
    fallback: 'kafka-rest-client-secret',
    about: 'The name of the client secret in the Key Vault',
    parse: text(/^[A-Za-z0-9-]{1,127}$/, 'a Key Vault secret name of letters, digits and hyphens'),
  },
  certificateName: {
    name: 'KAFKA_REST_CERTIFICATE_NAME',
    fallback: '',
    about:
      'The name of the certificate in the Key Vault, in PEM with an exportable key: for the mode `certificate`',
    parse: optional(
      text(/^[A-Za-z0-9-]{1,127}$/, 'a Key Vault certificate name of letters, digits and hyphens'),
    ),
  },
  clientSecret: {
    name: 'KAFKA_REST_CLIENT_SECRET',
    fallback: '',
    about: 'The client secret itself, instead of a Key Vault: for trying things out',
    parse: optional(resolvedSecret),
  },
  authMode: {
    name: 'KAFKA_REST_AUTH_MODE',
    fallback: 'secret',
    about:
      'How the app proves itself to Entra: `secret`, `certificate`, or `federated` (a user-assigned managed identity, no secret at all)',
    parse: oneOf('secret', 'certificate', 'federated'),
  },
  scope: {
    name: 'KAFKA_REST_SCOPE',
    fallback: 'https://hib.azurehdinsight.net/.default',
    about: 'The scope of the token; Azure China: `https://hib.azurehdinsight.cn/.default`',
    parse: text(/^\S+\/\.default$/, 'a scope that ends with /.default'),
  },
  allowOtherHost: {
    name: 'KAFKA_REST_ALLOW_OTHER_HOST',
    fallback: 'false',
    about: 'Lets the token go to a host outside `*.azurehdinsight.net` and `.cn`',
    parse: boolean,
  },
  timeoutSeconds: {
    name: 'KAFKA_REST_TIMEOUT_SECONDS',
    fallback: '25',
    about: 'The total deadline of what a request needs from the proxy, token included',
    parse: integer(1, 220),
  },
  maxSockets: {
    name: 'KAFKA_REST_MAX_SOCKETS',
    fallback: '32',
    about: 'The most connections to the proxy at once, per instance',
    parse: integer(1, 1024),
  },
  apiAuth: {
    name: 'KAFKA_API_AUTH',
    fallback: 'keys',
    about:
      'Who lets callers in: `keys`, the host by its keys, or `entra`, this app by tokens and the access file',
    parse: oneOf('keys', 'entra'),
  },
  apiAudience: {
    name: 'KAFKA_API_AUDIENCE',
    fallback: '',
    about:
      'For `entra`: whom tokens of callers are for, as `api://…` or client id of the app registration; several with commas',
    parse: list(/^[!-+\--~]{1,256}$/, 'audiences with commas between'),
  },
  accessFile: {
    name: 'KAFKA_ACCESS_FILE',
    fallback: 'config/access.json',
    about: 'For `entra`: the file that says who may do what with which topics',
    parse: text(/^\S+$/, 'the path of a file, without spaces'),
  },
  allowInternalTopics: {
    name: 'KAFKA_ALLOW_INTERNAL_TOPICS',
    fallback: 'false',
    about: "Lets callers read, write and create Kafka's own topics (`__*`, `_schemas`)",
    parse: boolean,
  },
  maxPartitions: {
    name: 'KAFKA_MAX_PARTITIONS',
    fallback: '100',
    about: 'The most partitions a topic may be created with',
    parse: integer(1, 10_000),
  },
  createWaitSeconds: {
    name: 'KAFKA_CREATE_WAIT_SECONDS',
    fallback: '30',
    about: 'How long `createTopic` waits until the new topic is visible',
    parse: integer(0, 220),
  },
  maxRequestBytes: {
    name: 'KAFKA_MAX_REQUEST_BYTES',
    fallback: String(16 * MEBIBYTE),
    about: 'The largest request body',
    parse: integer(1, 100 * MEBIBYTE),
  },
  maxRecordBytes: {
    name: 'KAFKA_MAX_RECORD_BYTES',
    fallback: '1000000',
    about: 'The largest key and value of one record together, as sent',
    parse: integer(1, 100 * MEBIBYTE),
  },
  maxBytesInFlight: {
    name: 'KAFKA_MAX_BYTES_IN_FLIGHT',
    fallback: String(256 * MEBIBYTE),
    about:
      'The most memory for records, from the first byte that is read of them until their answer has left, per instance; beyond it callers get 429',
    parse: integer(MEBIBYTE, 4096 * MEBIBYTE),
  },
  callerMaxRequests: {
    name: 'KAFKA_CALLER_MAX_REQUESTS',
    fallback: '100',
    about:
      'The most requests that one caller may have under way, per instance; beyond it the caller gets 429',
    parse: integer(1, 100_000),
  },
  callerMaxBytes: {
    name: 'KAFKA_CALLER_MAX_BYTES',
    fallback: String(64 * MEBIBYTE),
    about:
      'The most bytes of bodies that one caller may have under way, per instance; beyond it the caller gets 429',
    parse: integer(1, 4096 * MEBIBYTE),
  },
  batching: {
    name: 'KAFKA_BATCHING',
    fallback: 'true',
    about: 'Lets records of several callers go to the proxy in one call',
    parse: boolean,
  },
  batchMaxRecords: {
    name: 'KAFKA_BATCH_MAX_RECORDS',
    fallback: '500',
    about: 'The most records in one call of the proxy; larger requests are split',
    parse: integer(1, 10_000),
  },
  batchMaxBytes: {
    name: 'KAFKA_BATCH_MAX_BYTES',
    fallback: '1000000',
    about: 'The most bytes of records in one call of the proxy; a larger record goes alone',
    parse: integer(1, 100 * MEBIBYTE),
  },
  batchInFlight: {
    name: 'KAFKA_BATCH_IN_FLIGHT',
    fallback: '2',
    about: 'Calls under way for a topic, from which on further records wait and go together',
    parse: integer(1, 1024),
  },
  topicGraceSeconds: {
    name: 'KAFKA_TOPIC_GRACE_SECONDS',
    fallback: '30',
    about: 'How long after `createTopic` a 404 of the proxy is taken for its late metadata and tried again',
    parse: integer(0, 220),
  },
  throttledBeforeWrite: {
    name: 'KAFKA_ASSUME_THROTTLED_BEFORE_WRITE',
    fallback: 'true',
    about: 'Whether a 429, or a 503 with Retry-After, of the proxy means that nothing was written',
    parse: boolean,
  },
  refusalWritesNothing: {
    name: 'KAFKA_ASSUME_REFUSAL_WRITES_NOTHING',
    fallback: 'true',
    about: 'Whether a 400 or 413 of the proxy to several records means that none was written',
    parse: boolean,
  },
  eventKey: {
    name: 'KAFKA_EVENT_KEY',
    fallback: 'partitionkey',
    about: "The attribute of an event that becomes its record's key: `partitionkey` or `subject`",
    parse: oneOf('partitionkey', 'subject'),
  },
  eventRulesFile: {
    name: 'KAFKA_EVENT_RULES_FILE',
    fallback: 'config/event-rules.json',
    about:
      'The file with the rules that give events their topics; `config/event-rules.schema.json` describes it',
    parse: text(/\.json$/, 'the path of a .json file, from the folder of the app on'),
  },
  eventDefaultTopic: {
    name: 'KAFKA_EVENT_DEFAULT_TOPIC',
    fallback: '',
    about: 'The topic of events that fit no rule',
    parse: optional(topicName),
  },
  eventWithoutRule: {
    name: 'KAFKA_EVENT_WITHOUT_RULE',
    fallback: 'dead-letter',
    about:
      'What becomes of events that fit no rule, without such a topic: `dead-letter`, or `fail`, so that they come again',
    parse: oneOf('dead-letter', 'fail'),
  },
  produceQueue: {
    name: 'KAFKA_PRODUCE_QUEUE',
    fallback: 'kafka-produce',
    about: 'The queue whose messages `produceQueued` sends to Kafka',
    parse: storageName,
  },
  consumeQueue: {
    name: 'KAFKA_CONSUME_QUEUE',
    fallback: 'kafka-consume',
    about: 'The queue whose messages tell `consumeQueued` what to read',
    parse: storageName,
  },
  consumedQueue: {
    name: 'KAFKA_CONSUMED_QUEUE',
    fallback: 'kafka-consumed',
    about: 'The queue into which `consumeQueued` puts the records of commands that name no other',
    parse: storageName,
  },
  replyQueues: {
    name: 'KAFKA_REPLY_QUEUES',
    fallback: '',
    about: 'Further queues that a command may name for its records, with commas between',
    parse: storageNames,
  },
  commandMaxRecords: {
    name: 'KAFKA_COMMAND_MAX_RECORDS',
    fallback: '100000',
    about: 'The most records that one command reads',
    parse: integer(1, 10_000_000),
  },
  deliveryMaxAgeHours: {
    name: 'KAFKA_DELIVERY_MAX_AGE_HOURS',
    fallback: '24',
    about: 'How long after it was put in a message is tried, before it becomes a dead letter',
    parse: integer(1, 24 * 6),
  },
  deliveryRetrySeconds: {
    name: 'KAFKA_DELIVERY_RETRY_SECONDS',
    fallback: '30',
    about:
      'How long a message, or a subscription, waits after its first failure; doubled each time, up to 20 times as long and 10 minutes',
    parse: integer(1, 600),
  },
  maxCount: {
    name: 'KAFKA_MAX_COUNT',
    fallback: '10000',
    about: 'The most records one read may ask for',
    parse: integer(1, 1_000_000),
  },
  maxWaitSeconds: {
    name: 'KAFKA_MAX_WAIT_SECONDS',
    fallback: '20',
    about: 'The longest `waitMs` that a read may ask for',
    parse: integer(0, 180),
  },
  maxWaiting: {
    name: 'KAFKA_MAX_WAITING',
    fallback: '100',
    about: 'The most reads that wait for records at once, per instance; beyond it callers get 429',
    parse: integer(1, 10_000),
  },
  streamSeconds: {
    name: 'KAFKA_STREAM_SECONDS',
    fallback: '200',
    about: 'How long a stream of records lasts at most; Azure cuts answers after 230 seconds',
    parse: integer(1, 220),
  },
  timestampSlackSeconds: {
    name: 'KAFKA_TIMESTAMP_SLACK_SECONDS',
    fallback: '60',
    about:
      'How much older than one before it a record may be without being passed over by a read from a `timestamp`',
    parse: integer(0, 86_400),
  },
  leaseSeconds: {
    name: 'KAFKA_LEASE_SECONDS',
    fallback: '60',
    about: 'How long a fetch of a consumer group leases records, where it does not say',
    parse: integer(1, 3600),
  },
  groupMaxDeliveries: {
    name: 'KAFKA_GROUP_MAX_DELIVERIES',
    fallback: '0',
    about:
      'How often a record is handed out alone to a consumer group before it becomes a dead letter; 0: it never does',
    parse: integer(0, 1000),
  },
  idempotencyHours: {
    name: 'KAFKA_IDEMPOTENCY_HOURS',
    fallback: '24',
    about: 'How long an `Idempotency-Key` is remembered',
    parse: integer(1, 24 * 30),
  },
  claimCheckContainer: {
    name: 'KAFKA_CLAIM_CHECK_CONTAINER',
    fallback: 'kafka-claim-checks',
    about: 'The container of the storage account into which the claim checks of messages lead',
    parse: storageName,
  },
  claimCheckMaxBytes: {
    name: 'KAFKA_CLAIM_CHECK_MAX_BYTES',
    fallback: String(100 * MEBIBYTE),
    about: 'The largest content behind a claim check',
    parse: integer(1, 1024 * MEBIBYTE),
  },
  deadLetterContainer: {
    name: 'KAFKA_DEAD_LETTER_CONTAINER',
    fallback: 'kafka-dead-letters',
    about: 'The container of the storage account that keeps the content of dead letters',
    parse: storageName,
  },
  subscriptionsFile: {
    name: 'KAFKA_SUBSCRIPTIONS_FILE',
    fallback: 'config/subscriptions.json',
    about: 'The file with the subscriptions; `config/subscriptions.schema.json` describes it',
    parse: text(/\.json$/, 'the path of a .json file, from the folder of the app on'),
  },
  subscriptionsSchedule: {
    name: 'KAFKA_SUBSCRIPTIONS_SCHEDULE',
    fallback: '0 * * * * *',
    about: 'When `feedSubscriptions` runs, as NCRONTAB in UTC',
    parse: ncrontab,
  },
  subscriptionMaxDeliveries: {
    name: 'KAFKA_SUBSCRIPTION_MAX_DELIVERIES',
    fallback: '5',
    about:
      'How often the destination of a subscription may refuse a record before it becomes a dead letter; 0: it never does',
    parse: integer(0, 1000),
  },
  eventGridKeys: {
    name: 'KAFKA_EVENT_GRID_KEYS',
    fallback: '',
    about:
      "Access keys of Event Grid topics that do not take the app's identity, as `<host>=<key>` with commas between",
    parse: keysByHost,
  },
  topicsFile: {
    name: 'KAFKA_TOPICS_FILE',
    fallback: 'config/topics.json',
    about: 'The file with the declared topics; `config/topics.schema.json` describes it',
    parse: text(/\.json$/, 'the path of a .json file, from the folder of the app on'),
  },
  housekeepingSchedule: {
    name: 'KAFKA_HOUSEKEEPING_SCHEDULE',
    fallback: '0 0 5 * * *',
    about: 'When `keepTopics` runs, as NCRONTAB in UTC',
    parse: ncrontab,
  },
  housekeepingDryRun: {
    name: 'KAFKA_HOUSEKEEPING_DRY_RUN',
    fallback: 'true',
    about: 'Lets `keepTopics` only report',
    parse: boolean,
  },
  housekeepingWaitDays: {
    name: 'KAFKA_HOUSEKEEPING_WAIT_DAYS',
    fallback: '7',
    about: 'Days between the mark of a topic and its deletion, in which nobody may have written to it',
    parse: integer(1, 365),
  },
  housekeepingMaxActions: {
    name: 'KAFKA_HOUSEKEEPING_MAX_ACTIONS',
    fallback: '5',
    about: 'The most topics that one run deletes',
    parse: integer(0, 1000),
  },
  housekeepingKeepDays: {
    name: 'KAFKA_HOUSEKEEPING_KEEP_DAYS',
    fallback: '90',
    about:
      'How long reports are kept, the evidence of topics that are gone and the rows of subscriptions that are no longer declared',
    parse: integer(1, 3650),
  },
  notifyTopicEndpoint: {
    name: 'KAFKA_NOTIFY_TOPIC_ENDPOINT',
    fallback: '',
    about: 'The endpoint of an Event Grid topic that is told of each report of housekeeping, as a CloudEvent',
    parse: optional(
      text(
        /^https:\/\/[A-Za-z0-9.-]+(:\d+)?\/[^?#\s]*$/,
        'an endpoint as https://<topic>.<region>-1.eventgrid.azure.net/api/events',
      ),
    ),
  },
  bootstrapServers: {
    name: 'KAFKA_BOOTSTRAP_SERVERS',
    fallback: '',
    about:
      "Brokers as `host:port,host:port`, without TLS and login, for an app in the cluster's VNet: housekeeping deletes what is approved and compares topic properties",
    parse: optional(brokers),
  },
  tablePrefix: {
    name: 'KAFKA_TABLE_PREFIX',
    fallback: 'kafka',
    about: "What the names of this app's tables begin with",
    parse: text(/^[A-Za-z][A-Za-z0-9]{0,31}$/, 'up to 32 letters and digits, a letter first'),
  },
} as const satisfies Record<string, Setting<unknown>>;

function resolvedSecret(given: string): string {
  if (given.startsWith('@Microsoft.KeyVault(')) {
    throw new Error(
      'the Key Vault reference was not resolved: check its address and that the identity may read the secret',
    );
  }
  return given;
}

function storageNames(given: string): readonly string[] {
  return given === '' ? [] : given.split(',').map((name) => storageName(name.trim()));
}

function topicName(given: string): string {
  if (topicNameFault(given) !== undefined) {
    throw new Error('give a topic name: 1 to 249 of the characters a-z A-Z 0-9 . _ -');
  }
  return given;
}

/** Six fields, or five where the seconds are left out, as the host reads them. */
function ncrontab(given: string): string {
  if (!/^([\w*/,-]+ +){4,5}[\w*/,-]+$/.test(given)) {
    throw new Error('give an NCRONTAB schedule as 0 0 5 * * *');
  }
  return given;
}

function keysByHost(given: string): ReadonlyMap<string, string> {
  const pairs = list(/^[^=\s]+=\S+$/, '<host>=<key>, or several with commas')(given);
  // A key is base64, which may end with the same sign.
  const split = (pair: string): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at).toLowerCase(), pair.slice(at + 1)];
  };
  return new Map(pairs.map(split));
}

function brokers(given: string): readonly string[] {
  if (!/^[^\s:,]+:\d{1,5}(,[^\s:,]+:\d{1,5})*$/.test(given)) {
    throw new Error('give host:port, or several with commas');
  }
  return given.split(',');
}
