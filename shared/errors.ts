/**
 * Every failure a caller can see: code → status, title, retryable. Retryable means that the same request may succeed
 * later, not that a repeat is harmless. The README shows this table.
 */
export const problems = {
  'invalid-request': [400, 'The request is not valid', false],
  'invalid-json': [400, 'The body is not valid JSON', false],
  'offset-out-of-range': [400, 'The offset is outside the log', false],
  'cursor-invalid': [400, 'The cursor cannot be used', false],
  'lease-invalid': [400, 'The lease cannot be used', false],
  'offset-not-leased': [400, 'The offset was not handed out', false],
  'records-refused': [400, 'The Kafka REST proxy refused the records', false],
  unauthenticated: [401, 'No valid token', false],
  forbidden: [403, 'The caller may not do this', false],
  'topic-internal': [403, "The topic is one of Kafka's own", false],
  'route-not-found': [404, 'There is no such route', false],
  'topic-not-found': [404, 'There is no such topic', true],
  'partition-not-found': [404, 'The topic has no such partition', false],
  'group-not-found': [404, 'There is no such group', false],
  'dead-letter-not-found': [404, 'There is no such dead letter', false],
  'subscription-not-found': [404, 'There is no such subscription', false],
  'finding-not-found': [404, 'The last report has no such finding', false],
  'report-not-found': [404, 'There is no report of housekeeping yet', true],
  'method-not-allowed': [405, 'The route does not have this method', false],
  'topic-delete-unsupported': [405, 'The Kafka REST proxy cannot delete topics', false],
  'not-acceptable': [406, 'The answer cannot be had in that form', false],
  'request-timeout': [408, 'The request did not arrive in time', true],
  'topic-differs': [409, 'The topic stands with another shape', false],
  'finding-changed': [409, 'What the finding rests on has changed', false],
  'housekeeping-running': [409, 'Housekeeping runs already', true],
  'lease-expired': [409, 'The lease has ended', false],
  'group-active': [409, 'A member of the group holds records', true],
  'group-ahead-of-log': [409, 'The group is ahead of the log', false],
  'idempotency-in-progress': [409, 'A request with this key is under way', true],
  'request-too-large': [413, 'The request is too large', false],
  'record-too-large': [413, 'A record is too large', false],
  'unsupported-media-type': [415, 'The content type or encoding cannot be read', false],
  'event-without-rule': [422, 'The event fits none of the event rules', false],
  'destination-refused': [422, 'The destination refused the record', false],
  'idempotency-key-reused': [422, 'The key stands for another request', false],
  'too-many-requests': [429, 'Too much is waiting already', true],
  'too-many-waiting': [429, 'Too many calls wait for records already', true],
  'settings-invalid': [500, 'The settings of this app are not valid', false],
  'proxy-forbidden': [500, "The app registration is not in the cluster's group", false],
  'internal-error': [500, 'This app failed', false],
  'proxy-answer-invalid': [502, 'The Kafka REST proxy gave no usable answer', true],
  'answer-too-large': [502, 'The answer is too large for this host', false],
  'produce-partial': [502, 'A part of the records was not accepted', false],
  'proxy-unavailable': [503, 'The Kafka REST proxy cannot serve now', true],
  'proxy-refused-token': [503, 'The Kafka REST proxy refused the token', true],
  'token-unavailable': [503, 'No token for the Kafka REST proxy', true],
  'storage-unavailable': [503, 'The storage of this app cannot serve now', true],
  'authority-unavailable': [503, 'The authority of tokens cannot be asked now', true],
  'kafka-unavailable': [503, 'The Kafka brokers cannot serve now', true],
  'destination-unavailable': [503, 'The destination cannot take records now', true],
  paused: [503, 'An operator has paused it', true],
  'proxy-timeout': [504, 'The Kafka REST proxy did not answer in time', true],
  'produce-outcome-unknown': [504, 'The records may or may not have been written', false],
} as const satisfies Record<string, readonly [status: number, title: string, retryable: boolean]>;

export type ProblemCode = keyof typeof problems;

/** What became of the records of a produce request that was not accepted. */
export type Outcome = 'not-written' | 'unknown' | 'partial';

/** One thing wrong with a request or the settings; `detail` says how to mend it and never shows a secret or a value. */
export type Fault =
  | { readonly line?: number; readonly pointer: string; readonly detail: string }
  | {
      readonly parameter: string;
      readonly in: 'path' | 'query' | 'header' | 'setting';
      readonly detail: string;
    };

export interface ErrorOptions {
  readonly faults?: readonly Fault[];
  readonly outcome?: Outcome;
  readonly retryAfterSeconds?: number;
  /** Further members of the answer: the offsets of `offset-out-of-range`. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** Further headers of the answer: `Allow`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What lay behind it, in words for the log: never a request, a token or a record. */
  readonly cause?: string;
}

/** The one error of this app: a row of the table, a detail for the caller, and a cause for the log. */
export class AppError extends Error {
  readonly code: ProblemCode;
  readonly options: ErrorOptions;

  constructor(code: ProblemCode, detail: string, options: ErrorOptions = {}) {
    super(detail);
    this.name = 'AppError';
    this.code = code;
    this.options = options;
  }

  /** The same error with further members in its answer. */
  withMembers(members: Readonly<Record<string, unknown>>): AppError {
    return new AppError(this.code, this.message, {
      ...this.options,
      members: { ...this.options.members, ...members },
    });
  }

  /** The same error, saying what became of the records if it does not say so yet. */
  withOutcome(outcome: Outcome): AppError {
    return this.options.outcome === undefined
      ? new AppError(this.code, this.message, { ...this.options, outcome })
      : this;
  }
}

/** The error of a produce request that failed before anything was sent, unless it says otherwise itself. */
export function notWritten(error: unknown): AppError {
  if (error instanceof AppError) {
    // The status alone must tell the truth, and 502 and 504 say that records may have been written.
    const says = problems[error.code][0];
    const mayHave = (says === 502 || says === 504) && error.options.outcome === undefined;
    const told = mayHave ? new AppError('proxy-unavailable', error.message, error.options) : error;
    return told.withOutcome('not-written');
  }
  return internalError(error).withOutcome('not-written');
}

/** The error for what should not have happened; what was thrown is its cause. */
export function internalError(thrown: unknown): AppError {
  const cause = thrown instanceof Error ? (thrown.stack ?? thrown.message) : 'no error';
  return new AppError('internal-error', 'The cause is in the log of this app.', { cause });
}

/** The detail of an answer that lists faults: the one, or how many. */
export function faultsDetail(faults: readonly Fault[]): string {
  return faults.length === 1 ? (faults[0]?.detail ?? '') : `${faults.length} faults; see errors.`;
}

/** Throws `invalid-request` naming every fault, if there is one. */
export function throwIfFaulty(faults: readonly Fault[], code: ProblemCode = 'invalid-request'): void {
  if (faults.length > 0) throw new AppError(code, faultsDetail(faults), { faults });
}

/** At most 64 characters of the caller's input, for a message. */
export function echo(text: string): string {
  return JSON.stringify(text.length > 64 ? `${text.slice(0, 63)}…` : text);
}

/** A name that the caller gave, cut to 64 characters, as one part of a JSON pointer (RFC 6901). */
export function pointerToken(name: string): string {
  const short = name.length > 64 ? `${name.slice(0, 63)}…` : name;
  return short.replaceAll('~', '~0').replaceAll('/', '~1');
}
