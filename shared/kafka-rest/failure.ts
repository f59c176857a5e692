import { AppError, type ErrorOptions, type ProblemCode } from '../errors.ts';
import { type Answer, type Exchange, isHtml } from './operation.ts';

/** What the statuses 400, 404 and 409 mean to one operation: a problem code and what to tell the caller. */
export type Meanings = Readonly<Record<number, readonly [code: ProblemCode, detail: string]>>;

/** Why a call that writes nothing twice (a read, or the creation of a topic) failed. */
export function failure(name: string, exchange: Exchange, meanings: Meanings = {}): AppError {
  switch (exchange.kind) {
    case 'not-sent':
      return new AppError(
        'proxy-unavailable',
        `${name}: no connection to the proxy.`,
        retryIn(exchange.retryAfterSeconds, exchange.cause),
      );
    case 'timeout':
      return new AppError('proxy-timeout', `${name}: no whole answer in time.`, { cause: exchange.cause });
    case 'cut':
      return new AppError('proxy-answer-invalid', `${name}: the answer was cut off.`, {
        cause: exchange.cause,
      });
    case 'answer':
      return isHtml(exchange.answer)
        ? notUsable(name, `an HTML page came with status ${exchange.answer.status}`)
        : refusal(name, exchange.answer, meanings);
  }
}

/** Why an answer of the proxy's own is no success. */
export function refusal(name: string, { status, headers }: Answer, meanings: Meanings): AppError {
  const meaning = meanings[status];
  const cause = `${name} answered ${status}`;
  if (meaning !== undefined) return new AppError(meaning[0], meaning[1], { cause });
  switch (status) {
    case 401:
      return new AppError(
        'proxy-refused-token',
        `${name}: the proxy refused a fresh token; check tenant, scope and the clock.`,
        { cause },
      );
    case 403:
      return new AppError(
        'proxy-forbidden',
        `${name}: make the app registration a member of the security group that the cluster was created with.`,
        { cause },
      );
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
      return new AppError(
        'proxy-unavailable',
        `${cause}.`,
        retryIn(secondsOf(headers['retry-after']), cause),
      );
    default:
      return notUsable(name, `status ${status}`);
  }
}

/** An answer that is none of the proxy's documented ones. */
export function notUsable(name: string, what: string): AppError {
  return new AppError('proxy-answer-invalid', `${name}: ${what}.`, { cause: `${name}: ${what}` });
}

const MAX_RETRY_AFTER_SECONDS = 300;

function retryIn(seconds: number | undefined, cause: string): ErrorOptions {
  if (seconds === undefined) return { cause };
  return { cause, retryAfterSeconds: Math.min(seconds, MAX_RETRY_AFTER_SECONDS) };
}

// A Retry-After that is a date would need the proxy's clock.
function secondsOf(retryAfter: string | undefined): number | undefined {
  return /^\d+$/.test(retryAfter ?? '') ? Number(retryAfter) : undefined;
}
