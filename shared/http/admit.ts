import type { HttpRequest } from '@azure/functions';
import { anyone, type Caller } from '../access/caller.ts';
import { type Needed, refusal } from '../access/decide.ts';
import { callerByKey, type Credentials, type Identify } from '../access/identify.ts';
import { notWritten } from '../errors.ts';

/** Tells who sent a request that may go on, before anything else of it is read; else rejects. */
export type Admit = (request: HttpRequest) => Promise<Caller> | Caller;

/** For a route that needs this; `identify` is asked for only where it has to be known who calls. */
export function createAdmit(needed: Needed, identify: () => Identify): Admit {
  if (needed.access === 'open') return () => anyone;
  return async (request) => {
    try {
      const caller = await identify()(credentialsOf(request));
      const refused = refusal(caller, needed, request.params['topic']);
      if (refused !== undefined) throw refused;
      return caller;
    } catch (error) {
      throw needed.access === 'data' && needed.verb === 'produce' ? notWritten(error) : error;
    }
  };
}

/** Who calls where the host alone has checked it. */
export const admitByKey: Admit = (request) => callerByKey(credentialsOf(request));

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
