import { AppError, faultsDetail, notWritten, type ProblemCode } from '../errors.ts';
import { outcomeUnknown } from '../kafka-rest/outcome.ts';
import type { Accepted } from '../kafka-rest/produce.ts';
import { atLine, type LineRecord } from './parse-line.ts';

/** What became of the records in these lines, both ends included. */
export interface Receipt {
  readonly fromLine: number;
  readonly toLine: number;
  readonly outcome: 'accepted' | 'unknown' | 'not-written';
  readonly code?: ProblemCode;
  readonly duplicatesPossible?: true;
}

/** How a stream ended; `error` tells why before all of it was accepted. */
export interface Ending {
  readonly done: true;
  readonly accepted: number;
  /** From this line on nothing was written. */
  readonly notWrittenFromLine?: number;
  readonly error?: AppError;
}

export function receipt(
  chunk: readonly LineRecord[],
  outcome: Receipt['outcome'],
  { duplicatesPossible = false, code }: Partial<Accepted> & { readonly code?: ProblemCode },
): Receipt {
  return {
    fromLine: chunk[0]?.line ?? 0,
    toLine: chunk.at(-1)?.line ?? 0,
    outcome,
    ...(code !== undefined && { code }),
    ...(duplicatesPossible && { duplicatesPossible }),
  };
}

/**
 * What is left to say when a chunk was not accepted (`sending`), or the lines ended with an error: throws where
 * nothing was accepted before, so that the status can tell it.
 */
export function* failure(
  thrown: unknown,
  sending: readonly LineRecord[] | undefined,
  before: { readonly accepted: number; readonly toLine: number },
): Generator<Receipt | Ending> {
  const error = sending === undefined ? notWritten(thrown) : atLines(thrown, sending);
  const outcome = error.options.outcome === 'not-written' ? 'not-written' : 'unknown';
  const { accepted } = before;
  const lastSent = outcome === 'unknown' ? sending?.at(-1)?.line : before.toLine;
  const notWrittenFromLine = (lastSent ?? 0) + 1;
  if (accepted === 0) throw error.withMembers({ accepted, notWrittenFromLine });
  if (sending !== undefined) {
    const duplicatesPossible = error.options.members?.['duplicatesPossible'] === true;
    yield receipt(sending, outcome, { code: error.code, duplicatesPossible });
  }
  yield { done: true, accepted, notWrittenFromLine, error };
}

/** The failure of a chunk, whose faults point at records of the call, as one of the lines. */
function atLines(thrown: unknown, chunk: readonly LineRecord[]): AppError {
  if (!(thrown instanceof AppError)) {
    const cause = thrown instanceof Error ? (thrown.stack ?? thrown.message) : 'no error';
    return outcomeUnknown('this app failed', cause);
  }
  const faults = thrown.options.faults?.map((fault) => {
    const found = 'pointer' in fault ? /^#\/records\/(\d+)(.*)$/.exec(fault.pointer) : null;
    const line = chunk[Number(found?.[1])]?.line;
    return line === undefined ? fault : atLine(line, { ...fault, pointer: `#${found?.[2] ?? ''}` });
  });
  return faults === undefined
    ? thrown
    : new AppError(thrown.code, faultsDetail(faults), { ...thrown.options, faults });
}
