import type { ExchangeOnce } from './client.ts';
import type { Exchange } from './operation.ts';

export interface BreakerOptions {
  readonly nowMs: () => number;
  /** Failures in a row that open it, if the first of them lies `spanMs` back. */
  readonly failures?: number;
  readonly spanMs?: number;
  /** How long it stays open before a probe. */
  readonly openMs?: number;
}

/** Guards one upstream: while it is open, calls end at once without a connection. */
export interface Breaker {
  readonly guard: (exchange: ExchangeOnce) => ExchangeOnce;
  /** Refuses while it is open, and lets all else through unseen: for what stands before a wait. */
  readonly refuse: (exchange: ExchangeOnce) => ExchangeOnce;
  readonly isOpen: () => boolean;
}

type State =
  | { readonly kind: 'closed'; failures: number; sinceMs: number }
  | { readonly kind: 'open'; readonly untilMs: number }
  | { readonly kind: 'probing' };

/**
 * Opens when nothing worked for a while. Failures of one moment are one event, however many calls it hit, so they
 * must also span some time. Then one call at a time goes through as a probe; its success closes the breaker.
 */
export function createBreaker(options: BreakerOptions): Breaker {
  const { nowMs, failures = 5, spanMs = 2000, openMs = 5000 } = options;
  let state: State = { kind: 'closed', failures: 0, sinceMs: 0 };

  const open = () => {
    state = { kind: 'open', untilMs: nowMs() + openMs };
  };
  const close = () => {
    state = { kind: 'closed', failures: 0, sinceMs: 0 };
  };
  function fail(): void {
    // What was under way when it opened says nothing new.
    if (state.kind !== 'closed') return;
    if (state.failures === 0) state.sinceMs = nowMs();
    state.failures += 1;
    if (state.failures >= failures && nowMs() - state.sinceMs >= spanMs) open();
  }
  function waitMs(): number {
    if (state.kind === 'closed') return 0;
    return state.kind === 'probing' ? openMs : state.untilMs - nowMs();
  }

  function refusal(): Exchange | undefined {
    const refusedMs = waitMs();
    if (refusedMs <= 0) return undefined;
    return { kind: 'not-sent', cause: 'circuit open', retryAfterSeconds: Math.ceil(refusedMs / 1000) };
  }

  const guard =
    (exchange: ExchangeOnce): ExchangeOnce =>
    async (request, signal) => {
      const refused = refusal();
      if (refused !== undefined) return refused;
      // A call that comes too late to be made says nothing of the upstream.
      if (signal.aborted) return exchange(request, signal);
      const isProbe = state.kind === 'open';
      if (isProbe) state = { kind: 'probing' };
      const result = await exchange(request, signal);
      if (isGivenUp(result, signal)) {
        if (isProbe) state = { kind: 'open', untilMs: nowMs() };
      } else if (works(result)) close();
      else if (isProbe) open();
      else fail();
      return result;
    };
  const refuse =
    (exchange: ExchangeOnce): ExchangeOnce =>
    async (request, signal) =>
      refusal() ?? exchange(request, signal);
  return { guard, refuse, isOpen: () => waitMs() > 0 };
}

/** True for a call that its caller ended, and no deadline: it says nothing of the upstream. */
function isGivenUp(result: Exchange, { aborted, reason }: AbortSignal): boolean {
  return result.kind !== 'answer' && aborted && (reason as Error | undefined)?.name !== 'TimeoutError';
}

/** False for what an upstream does that is down or hangs; a refusal, even a 500, is one call's own. */
function works(result: Exchange): boolean {
  if (result.kind !== 'answer') return false;
  const { status, headers } = result.answer;
  return ![502, 504].includes(status) && (status !== 503 || headers['retry-after'] !== undefined);
}
