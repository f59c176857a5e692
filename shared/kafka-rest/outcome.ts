import { AppError, type ProblemCode } from '../errors.ts';
import { failure, refusal } from './failure.ts';
import { type Answer, type Exchange, isHtml } from './operation.ts';

/** What nobody documents of the proxy, and what this app takes for true. */
export interface OutcomeAssumptions {
  /** A 429, or a 503 with Retry-After, came before anything was written. */
  readonly throttledBeforeWrite: boolean;
  /** A 400 or 413 for a request of several records wrote none of them. */
  readonly refusalWritesNothing: boolean;
}

export const defaultAssumptions: OutcomeAssumptions = {
  throttledBeforeWrite: true,
  refusalWritesNothing: true,
};

const REFUSED = {
  400: ['records-refused', 'The proxy answered 400 to the records; check keys, values and partitions.'],
  413: ['request-too-large', 'The proxy answered 413; send fewer or smaller records.'],
  404: ['topic-not-found', 'The proxy knows no such topic; a new one shows after some seconds.'],
} as const satisfies Record<number, readonly [ProblemCode, string]>;

/**
 * The one table of what became of records that were not accepted: `not-written` where nothing can have been
 * written, `unknown` for all else. The proxy documents no body, no offsets and no partial answer to go by.
 */
export function produceFailure(
  exchange: Exchange,
  recordCount: number,
  assumptions: OutcomeAssumptions = defaultAssumptions,
): AppError {
  switch (exchange.kind) {
    case 'not-sent':
      return failure('produce', exchange).withOutcome('not-written');
    case 'timeout':
      return outcomeUnknown('no whole answer in time', exchange.cause);
    case 'cut':
      return outcomeUnknown('the connection was cut', exchange.cause);
    case 'answer':
      return wroteNothing(exchange.answer, recordCount, assumptions)
        ? refusal('produce', exchange.answer, REFUSED).withOutcome('not-written')
        : outcomeUnknown(answerOf(exchange.answer), `status ${exchange.answer.status}`);
  }
}

function answerOf(answer: Answer): string {
  return isHtml(answer)
    ? `an HTML page came with status ${answer.status}, not the proxy's own answer`
    : `the proxy answered ${answer.status}`;
}

function wroteNothing(
  { status, headers }: Answer,
  recordCount: number,
  assumptions: OutcomeAssumptions,
): boolean {
  switch (status) {
    case 401:
    case 403:
    case 404:
      return true;
    case 400:
    case 413:
      return recordCount === 1 || assumptions.refusalWritesNothing;
    case 429:
      return assumptions.throttledBeforeWrite;
    case 503:
      return headers['retry-after'] !== undefined && assumptions.throttledBeforeWrite;
    default:
      return false;
  }
}

/** The failure of records that may have been written: `what` for the caller, `cause` for the log. */
export function outcomeUnknown(what: string, cause: string): AppError {
  return new AppError(
    'produce-outcome-unknown',
    `produce: ${what}. Read the topic before sending again, or accept duplicates.`,
    { outcome: 'unknown', cause },
  );
}
