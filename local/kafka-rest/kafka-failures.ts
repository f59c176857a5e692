import { findErrorBy, GenericError } from '@platformatic/kafka';
import { LogError, type LogFailure } from './log.ts';

/** Kafka's error codes, by the names of its protocol guide, that are a refusal the REST layer knows. */
const failures: Readonly<Record<string, LogFailure>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'unknown-topic',
  TOPIC_ALREADY_EXISTS: 'topic-exists',
  INVALID_TOPIC_EXCEPTION: 'bad-topic-name',
  INVALID_PARTITIONS: 'bad-partition-count',
  POLICY_VIOLATION: 'bad-partition-count',
  INVALID_REPLICATION_FACTOR: 'bad-replication-factor',
  INVALID_CONFIG: 'bad-topic-property',
  MESSAGE_TOO_LARGE: 'record-too-large',
  RECORD_LIST_TOO_LARGE: 'record-too-large',
  OFFSET_OUT_OF_RANGE: 'offset-out-of-range',
  LEADER_NOT_AVAILABLE: 'no-leader',
  NOT_ENOUGH_REPLICAS: 'not-enough-replicas',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'not-enough-replicas',
};

/** What the log says when Kafka refuses or does not answer; an error that is not the client's stays as it is. */
export function asLogError(error: unknown): unknown {
  if (!isClientError(error)) return error;
  for (const [apiId, failure] of Object.entries(failures)) {
    const found = findErrorBy(error, 'apiId', apiId);
    if (found !== null) return new LogError(failure, messageOf(found));
  }
  return new LogError('unavailable', `Kafka: ${error.message}`);
}

/** True where another try can help: a connection broke, another broker leads by now, the cluster is starting. */
export function canPass(error: unknown): boolean {
  if (!isClientError(error)) return false;
  return findErrorBy(error, 'canRetry', true) !== null && findErrorBy(error, 'canRetry', false) === null;
}

function messageOf(error: GenericError): string {
  const said: unknown = error['serverErrorMessage'];
  return typeof said === 'string' ? said : error.message;
}

function isClientError(error: unknown): error is GenericError {
  return error instanceof Error && GenericError.isGenericError(error);
}
