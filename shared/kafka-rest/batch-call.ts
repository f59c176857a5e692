import { AppError } from '../errors.ts';
import type { Caller } from './batch-caller.ts';
import { outcomeUnknown } from './outcome.ts';
import type { Produce } from './produce.ts';
import { onBehalfOf } from './trace.ts';

/**
 * Sends the records of these callers, all of one topic, in one call and answers each of them; never rejects. A call
 * that is refused with nothing written is halved and sent again, until the refusal has found the caller that it is
 * meant for. Where a refusal may write, it is unknown already and comes here as any other failure.
 */
export async function sendTogether(
  produce: Produce,
  callers: readonly Caller[],
  isRepeat = false,
): Promise<void> {
  const waiting = callers.filter(({ isAnswered }) => !isAnswered);
  const [first, ...others] = waiting;
  if (first === undefined) return;
  try {
    const records = waiting.flatMap((caller) => caller.records);
    const contexts = others.map(({ context }) => context);
    const accepted = await onBehalfOf([first.context, ...contexts], () =>
      produce(first.topic, records, jointSignal(waiting)),
    );
    const duplicatesPossible = isRepeat || accepted.duplicatesPossible;
    for (const caller of unanswered(waiting)) caller.accept({ duplicatesPossible });
  } catch (error) {
    if (waiting.length > 1 && isRefusal(error)) {
      await sendHalves(produce, waiting);
      return;
    }
    const failure = isRepeat ? withDuplicatesPossible(error) : error;
    for (const caller of unanswered(waiting)) caller.fail(failure);
  }
}

async function sendHalves(produce: Produce, callers: readonly Caller[]): Promise<void> {
  for (const caller of callers) {
    caller.whenEnded = () => {
      caller.fail(withDuplicatesPossible(notRepeated()));
    };
    // Its deadline may have passed in the same moment.
    if (caller.signal.aborted && !caller.isAnswered) caller.whenEnded();
  }
  const middle = Math.ceil(callers.length / 2);
  await sendTogether(produce, callers.slice(0, middle), true);
  await sendTogether(produce, callers.slice(middle), true);
}

/**
 * A signal that ends with the last of the callers': one that goes away must not cut the others off. It is answered
 * at once; the last one waits for what the call itself says then, which may be that nothing was sent.
 */
function jointSignal(callers: readonly Caller[]): AbortSignal {
  const [only] = callers;
  if (callers.length === 1 && only !== undefined) {
    only.whenEnded = () => undefined;
    return only.signal;
  }
  const joint = new AbortController();
  let left = callers.length;
  for (const caller of callers) {
    caller.whenEnded = () => {
      left -= 1;
      // With its reason: that a deadline has passed tells the breaker of an upstream that hangs.
      if (left === 0) joint.abort(caller.signal.reason);
      else caller.fail(outcomeUnknown('no whole answer in time', 'deadline'));
    };
  }
  return joint.signal;
}

function unanswered(callers: readonly Caller[]): Caller[] {
  return callers.filter(({ isAnswered }) => !isAnswered);
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof AppError &&
    error.options.outcome === 'not-written' &&
    ['records-refused', 'request-too-large'].includes(error.code)
  );
}

/** The failure of one that was refused together with others and had no time left to be sent again. */
function notRepeated(): AppError {
  return new AppError(
    'proxy-unavailable',
    'produce: a merged call was refused; no time was left to repeat it.',
    {
      outcome: 'not-written',
      cause: 'deadline',
    },
  );
}

function withDuplicatesPossible(error: unknown): unknown {
  return error instanceof AppError ? error.withMembers({ duplicatesPossible: true }) : error;
}
