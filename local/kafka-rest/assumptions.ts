/** One thing that no source tells about the real proxy: the question, the answers it can have, the likeliest. */
export interface Assumption {
  readonly question: string;
  readonly options: readonly string[];
  readonly default: string;
}

const claim = ['true', 'false'] as const;
const textForms = ['json-string', 'plain', 'empty'] as const;
const absentForms = ['null', 'absent', 'empty'] as const;

/**
 * Every guess about the HDInsight Kafka REST proxy, and the only place where one is made. All else in this folder is
 * documented by Microsoft's reference, its how-to, or its sample. Statuses stay inside 200, 400, 401, 403, 404, 405
 * and 500, the only ones documented, unless an option says otherwise.
 */
export const assumptions = {
  'error-body': {
    question: 'What is in the body of an error? No schema and no example exist.',
    options: ['json', 'plain', 'empty'],
    default: 'json',
  },
  'status-body': { question: 'What string does status answer?', options: textForms, default: 'json-string' },
  'create-answer-body': {
    question: 'What string does create topic answer?',
    options: textForms,
    default: 'json-string',
  },
  'produce-answer-body': {
    question: 'What string does produce answer? No offsets are documented.',
    options: textForms,
    default: 'json-string',
  },
  'content-type-checked': {
    question: 'Is a PUT or POST that is not application/json refused with 415, which is not listed?',
    options: claim,
    default: 'false',
  },
  'unknown-fields': {
    question: 'What becomes of members that the schemas do not have?',
    options: ['ignored', '400'],
    default: 'ignored',
  },
  'not-an-integer': {
    question: 'What does a partition, offset or count that is no integer get? JAX-RS itself says 404.',
    options: ['400', '404'],
    default: '400',
  },
  'status-needs-token': {
    question: 'Does status need a token? It lists neither 401 nor 403.',
    options: claim,
    default: 'false',
  },
  'bearer-prefix-needed': {
    question: 'Is the word Bearer needed before the token? The April 2020 sample left it out.',
    options: claim,
    default: 'true',
  },
  'no-token': { question: 'Without a token?', options: ['401', '403'], default: '401' },
  'bad-token': {
    question: 'With a token that is expired, for another audience, or not signed by Entra?',
    options: ['401', '403'],
    default: '401',
  },
  'not-in-group': {
    question: "With a good token of an app that is not in the cluster's group?",
    options: ['403', '401'],
    default: '403',
  },
  'create-existing': {
    question: 'What does creating a topic that stands already get? 409 is not listed.',
    options: ['400', '500', '200', '409'],
    default: '400',
  },
  'create-refused': {
    question: 'What do a bad name, partition count, replication factor or property get?',
    options: ['400', '500'],
    default: '400',
  },
  'internal-topics-listed': {
    question: "Does the list have topics that begin with __? Kafka's admin client leaves them out.",
    options: claim,
    default: 'false',
  },
  'unseen-topic': {
    question: 'Is a topic that the metadata cache does not have yet refused by produce and read?',
    options: ['refused', 'served'],
    default: 'refused',
  },
  'unknown-topic-metadata': {
    question: 'What does metadata of an unknown topic get?',
    options: ['404', '500'],
    default: '404',
  },
  'unknown-topic-produce': {
    question: 'What does producing to an unknown topic get?',
    options: ['404', '500'],
    default: '404',
  },
  'unknown-topic-read': {
    question: 'What does reading an unknown topic get?',
    options: ['404', '500'],
    default: '404',
  },
  'unknown-partition-read': {
    question: 'What do reading and metadata of a partition that the topic has not get?',
    options: ['404', '400', '500'],
    default: '404',
  },
  'unknown-partition-produce': {
    question: 'What does a record for a partition that the topic has not get?',
    options: ['400', '404', '500'],
    default: '400',
  },
  'partition-unavailable': {
    question:
      'What do calls get while a partition has no leader or too few replicas in sync, or no broker answers?',
    options: ['500', '503'],
    default: '500',
  },
  'no-leader-form': {
    question: 'How does metadata say that a partition has no leader?',
    options: ['null', 'absent'],
    default: 'null',
  },
  'missing-value': {
    question: 'What becomes of a record without a value? The schema requires one.',
    options: ['400', 'null'],
    default: '400',
  },
  'null-value': {
    question: 'What becomes of the value null: a tombstone, the text null, or a refusal?',
    options: ['tombstone', 'text', '400'],
    default: 'tombstone',
  },
  'missing-records': {
    question: 'What does a produce body without records get?',
    options: ['400', '500'],
    default: '400',
  },
  'empty-records': {
    question: 'What does a produce body with no record in records get?',
    options: ['200', '400'],
    default: '200',
  },
  'json-text-is-kept': {
    question:
      'Does a value that is no string go into the log as the JSON text that was sent, digit for digit?',
    options: claim,
    default: 'true',
  },
  'string-value-form': {
    question: 'Does a string value go into the log raw, or as JSON text with its quotes?',
    options: ['raw', 'quoted'],
    default: 'raw',
  },
  'refusal-writes-nothing': {
    question: 'Does a request of which one record is refused write nothing? If not: the records before it.',
    options: claim,
    default: 'true',
  },
  'record-too-large': {
    question: 'What does a record over max.message.bytes get?',
    options: ['400', '413', '500'],
    default: '400',
  },
  'keyless-partitioner': {
    question: 'Where do records without key and partition go: one partition per request, or all in turn?',
    options: ['sticky', 'round-robin'],
    default: 'sticky',
  },
  'throttled-before-write': {
    question: 'Is a produce request that is turned away because the queue is full never written?',
    options: claim,
    default: 'true',
  },
  'queue-full': {
    question: 'What does a request get when the queue is full? Neither is documented.',
    options: ['503', '429'],
    default: '503',
  },
  'consume-answer-shape': {
    question:
      'Is a read answered with an object that has records (the sample) or with an array (the reference)?',
    options: ['object', 'array'],
    default: 'object',
  },
  'sends-next-offset': {
    question: 'Does a read carry the header NextOffset? Only the sample knows it.',
    options: claim,
    default: 'true',
  },
  'read-cap-bytes': {
    question: 'How many bytes are the "6 megabytes" that a read stops at?',
    options: ['6000000', '6291456'],
    default: '6000000',
  },
  'offset-out-of-range': {
    question:
      'What does an offset below the earliest or above the latest get: a status, no records, or others?',
    options: ['400', '404', '500', 'empty', 'earliest', 'latest'],
    default: '400',
  },
  'count-below-one': {
    question: 'What does a count of 0 or less get?',
    options: ['400', 'empty', 'one'],
    default: '400',
  },
  'wait-at-end-ms': {
    question: 'How long does a read at the end of the log wait for a record?',
    options: ['0', '1000', '5000'],
    default: '0',
  },
  'null-key-form': {
    question: 'How does a read give a record without a key?',
    options: absentForms,
    default: 'null',
  },
  'null-value-form': { question: 'How does a read give a tombstone?', options: absentForms, default: 'null' },
  'timestamp-type-strings': {
    question: 'How is timestampType spelled?',
    options: ['CreateTime', 'CREATE_TIME'],
    default: 'CreateTime',
  },
} as const satisfies Readonly<Record<string, Assumption>>;

export type AssumptionName = keyof typeof assumptions;

/** A choice for every assumption. */
export type Assumptions = {
  readonly [name in AssumptionName]: (typeof assumptions)[name]['options'][number];
};

/** The defaults with some of them chosen otherwise. */
export function assume(chosen: Partial<Assumptions> = {}): Assumptions {
  const defaults = Object.entries(assumptions).map(([name, row]) => [name, row.default]);
  return { ...(Object.fromEntries(defaults) as Assumptions), ...chosen };
}
