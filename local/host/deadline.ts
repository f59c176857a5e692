// Longer timers fire at once: Node keeps their delay in 32 bits.
const longestTimerMs = 2 ** 31 - 1;

/** Settles as `work` does, or rejects with what `onTimeout` makes once `timeoutMs` have passed; past 24 days: never. */
export async function withDeadline<T>(
  work: Promise<T>,
  timeoutMs: number,
  onTimeout: () => Error,
): Promise<T> {
  if (timeoutMs > longestTimerMs) return work;
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(onTimeout());
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}
