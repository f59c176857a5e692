import { type Clock, systemClock } from './token-cache.ts';

export interface Secret {
  readonly value: string;
  /** The vault's id of the version, or `setting`; safe to show. */
  readonly version: string;
}

export interface SecretSource {
  readonly get: () => Promise<Secret>;
  /** Reads again because this secret was refused; gives the same one while the last re-read is too young. */
  readonly reread: (refused: Secret) => Promise<Secret>;
  /** The version held, for `ready`. */
  readonly version: () => string | null;
}

const KEEP_MS = 8 * 60 * 60_000;
const REREAD_EVERY_MS = 30_000;

/** A secret that stands in the settings: there is nothing to read again. */
export function fixedSecret(value: string): SecretSource {
  const secret = { value, version: 'setting' };
  return {
    get: () => Promise.resolve(secret),
    reread: () => Promise.resolve(secret),
    version: () => secret.version,
  };
}

/**
 * Keeps a secret for hours, as Key Vault's throttling guidance asks, and reads it again when it stops working; one
 * read however many ask. What is held goes on being used when the vault cannot be reached.
 */
export function cachedSecret(read: () => Promise<Secret>, clock: Clock = systemClock): SecretSource {
  let held: { readonly secret: Secret; readonly atMs: number } | undefined;
  let flight: Promise<Secret> | undefined;
  let rereadAtMs = -Infinity;

  function fly(): Promise<Secret> {
    flight ??= read()
      .then((secret) => {
        held = { secret, atMs: clock.monotonicMs() };
        return secret;
      })
      .finally(() => {
        flight = undefined;
      });
    return flight;
  }

  return {
    async get() {
      if (held === undefined) return fly();
      const { secret, atMs } = held;
      return clock.monotonicMs() - atMs < KEEP_MS ? secret : fly().catch(() => secret);
    },
    async reread(refused) {
      if (held !== undefined && held.secret.version !== refused.version) return held.secret;
      if (clock.monotonicMs() - rereadAtMs < REREAD_EVERY_MS) return refused;
      rereadAtMs = clock.monotonicMs();
      return fly();
    },
    version: () => held?.secret.version ?? null,
  };
}
