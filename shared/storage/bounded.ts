import { AppError } from '../errors.ts';

/**
 * Runs one call of the storage account within a limit of time, and within `signal` where that ends earlier. What
 * fails rejects with the AppError that it is, or with what `failure` makes of it; `late`: it was the time.
 */
export async function bounded<T>(
  call: (signal: AbortSignal) => Promise<T>,
  failure: (error: unknown, late: boolean) => AppError,
  limitMs: number,
  signal?: AbortSignal,
): Promise<T> {
  const limit = AbortSignal.timeout(limitMs);
  const both = signal === undefined ? limit : AbortSignal.any([signal, limit]);
  try {
    // The endpoint that gives an identity its tokens does not heed the signal.
    return await Promise.race([call(both), rejectOnAbort(both)]);
  } catch (error) {
    throw error instanceof AppError ? error : failure(error, both.aborted);
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => {
      reject(new Error('deadline'));
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
