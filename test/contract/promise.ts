import type { AssumptionName } from '../../local/kafka-rest/assumptions.ts';
import type { Caller } from './caller.ts';

/** The four kinds of token that a proxy must refuse; only a runner that owns the issuer can have them. */
export interface RefusedTokens {
  readonly expired: string;
  /** Signed by a key that is not the issuer's. */
  readonly forged: string;
  readonly otherAudience: string;
  readonly notInGroup: string;
}

/** A Kafka REST proxy under the contract, and what the runner knows about it. */
export interface Target {
  /** `https://host:port`, no path. */
  readonly url: string;
  /** PEM of the authority behind its certificate; left out: a publicly trusted one. */
  readonly authority?: string;
  /** Bearer token of a caller in the cluster's group. */
  readonly token: string;
  readonly refusedTokens?: RefusedTokens;
  /** What this proxy is taken to do where nothing is documented: the value of a named assumption. */
  readonly assumed: (assumption: AssumptionName) => string;
  /** Lets time go by as the proxy sees it. */
  readonly pass: (ms: number) => Promise<void>;
  /** How long a new topic may take to show up. */
  readonly visibleWithinMs: number;
  /** Time stands still for this proxy unless `pass` moves it. */
  readonly ownClock?: true;
}

/**
 * One thing that callers may rely on. `source` says on what ground: a label of confidence (D documented,
 * D-spec in the published description, S-ms and S-3p seen in sample and client code, K as Kafka does) with
 * its sources. Where nobody says, `assumption` names the guess that the case rests on, and the target's own
 * value for it decides what is expected.
 */
export interface PromiseCase {
  readonly name: string;
  readonly source: string;
  readonly assumption?: AssumptionName;
  /** What the runner must have; without it the case is skipped by name. */
  readonly needs?: 'refusedTokens' | 'ownClock';
  /** Rejects with an assertion when the promise is broken. */
  readonly run: (caller: Caller) => Promise<void>;
}
