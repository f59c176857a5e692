import { HOUR_MS } from '../durations.ts';
import { type Clock, systemClock } from './token-cache.ts';

/** What the app proves itself with: a client secret, a certificate with its key (PEM), or an assertion. */
export interface Secret {
  readonly value: string;
  /** The vault's id of the version, or where it comes from; safe to show. */
  readonly version: string;
}

export interface SecretSource {
  readonly get: () => Promise<Secret>;
  /** Reads again because this secret was refused; gives the same one while the last re-read is too young. */
  readonly reread: (refused: Secret) => Promise<Secret>;
  /** The version held, for `ready`. */
  readonly version: () => string | null;
}

const KEEP_MS = 8 * HOUR_MS;
const READ_AGAIN_EVERY_MS = 30_000;

/** A secret that stands in the settings: there is nothing to read again. */
export function fixedSecret(value: string): SecretSource {
  const secret = { value, version: 'setting' };
  return {
    get: () => Promise.resolve(secret),
    reread: () => Promise.resolve(secret),
    version: () => secret.version,
  };
}

/** An assertion of the managed identity, made anew for each token: nothing is held and nothing can be rotated. */
export function freshAssertion(read: () => Promise<Secret>): SecretSource {
  return { get: read, reread: (refused) => Promise.resolve(refused), version: () => null };
}

/**
 * Keeps a secret for hours, as Key Vault's throttling guidance asks, and reads it again when it stops working; one
 * read however many ask. What is held goes on being used while it is read again, and when the vault cannot be reached.
 */
export function cachedSecret(read: () => Promise<Secret>, clock: Clock = systemClock): SecretSource {
  let held: { readonly secret: Secret; readonly atMs: number } | undefined;
  let flight: Promise<Secret> | undefined;
  let readAgainAtMs = -Infinity;

  async function readAndHold(): Promise<Secret> {
    const secret = await read();
    held = { secret, atMs: clock.monotonicMs() };
    return secret;
  }

  function fly(): Promise<Secret> {
    flight ??= readAndHold().finally(() => {
      flight = undefined;
    });
    return flight;
  }

  /** Undefined where the last time is too young. */
  function readAgain(): Promise<Secret> | undefined {
    if (clock.monotonicMs() - readAgainAtMs < READ_AGAIN_EVERY_MS) return undefined;
    readAgainAtMs = clock.monotonicMs();
    return fly();
  }

  return {
    async get() {
      if (held === undefined) return fly();
      if (clock.monotonicMs() - held.atMs >= KEEP_MS) readAgain()?.catch(() => undefined);
      return held.secret;
    },
    async reread(refused) {
      if (held !== undefined && held.secret.version !== refused.version) return held.secret;
      return flight ?? readAgain() ?? refused;
    },
    version: () => held?.secret.version ?? null,
  };
}
