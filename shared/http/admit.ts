import type { HttpRequest } from '@azure/functions';
import { anyone, type Caller } from '../access/caller.ts';
import { type Needed, refusal } from '../access/decide.ts';
import type { NoteDenial } from '../access/denials.ts';
import type { FairShares, Share } from '../access/fair-share.ts';
import { callerByKey, type Credentials, type Identify } from '../access/identify.ts';
import { AppError, notWritten } from '../errors.ts';
import type { Turns } from '../kafka-rest/turns.ts';

/** A request that may go on: who sent it, and what it takes of that caller's share until it leaves. */
export interface Admitted extends Share {
  readonly caller: Caller;
  /** Runs what the request needs; its calls of the proxy are the caller's. */
  readonly run: Run;
}

type Run = <T>(work: () => T) => T;

/** Admits a request before anything else of it is read, or rejects. */
export type Admit = (request: HttpRequest) => Promise<Admitted> | Admitted;

/** What it takes to admit. */
export interface Gate {
  readonly identify: Identify;
  readonly shares: FairShares;
  readonly turns: Pick<Turns, 'as'>;
  readonly noteDenial: NoteDenial;
}

const unbounded: Share & { readonly run: Run } = {
  takeBytes: () => () => undefined,
  leave: () => undefined,
  run: (work) => work(),
};

/** For the route of a function; the gate is asked for only where it has to be known who calls. */
export function createAdmit(name: string, needed: Needed, gate: () => Gate): Admit {
  if (needed.access === 'open') return () => ({ caller: anyone, ...unbounded });
  return async (request) => {
    try {
      const open = gate();
      const caller = await admitted(name, needed, request, open);
      return { caller, ...open.shares.enter(caller.id), run: (work) => open.turns.as(caller.id, work) };
    } catch (error) {
      throw needed.access === 'data' && needed.verb === 'produce' ? notWritten(error) : error;
    }
  };
}

/** Who calls, if that caller may; else rejects, and what was denied is noted. */
async function admitted(
  what: string,
  needed: Needed,
  request: HttpRequest,
  { identify, noteDenial }: Gate,
): Promise<Caller> {
  let caller = anyone;
  try {
    caller = await identify(credentialsOf(request));
    const refused = refusal(caller, needed, request.params['topic']);
    if (refused !== undefined) throw refused;
    return caller;
  } catch (error) {
    if (error instanceof AppError && ['unauthenticated', 'forbidden'].includes(error.code)) {
      noteDenial({ who: caller.id, what, ids: idsOf(request), result: error.code });
    }
    throw error;
  }
}

/** The names in the path, cut: nobody has checked them yet. */
function idsOf({ params: { path: _unmatched, ...named } }: HttpRequest): string[] {
  return Object.values(named).map((id) => id.slice(0, 249));
}

/** Who calls where the host alone has checked it. */
export const admitByKey: Admit = (request) => ({ caller: callerByKey(credentialsOf(request)), ...unbounded });

/**
 * The host tells no key's name; of the two places for a key it takes the header first. `x-ms-client-principal` is left
 * alone: anybody can send it.
 */
function credentialsOf({ headers, query }: HttpRequest): Credentials {
  return {
    authorization: headers.get('authorization'),
    key: headers.get('x-functions-key') ?? query.get('code') ?? '',
  };
}
