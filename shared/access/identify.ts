import { createHash } from 'node:crypto';
import type { ReadBearer } from './bearer-token.ts';
import type { Caller } from './caller.ts';
import { type AccessRules, callerUnder } from './rules.ts';

/** What a request shows of its caller; the host's key is in it only where the host asked for one. */
export interface Credentials {
  readonly authorization: string | null;
  readonly key: string;
}

/** Tells who calls; rejects as `ReadBearer` does, and with `settings-invalid` where the rules cannot be used. */
export type Identify = (credentials: Credentials) => Promise<Caller> | Caller;

/** A caller told by a token, whose rights are those of the rules: these are only looked at for who is known. */
export function createIdentifyByToken(readBearer: ReadBearer, rules: () => Promise<AccessRules>): Identify {
  return async ({ authorization }) => {
    const caller = await readBearer(authorization);
    return callerUnder(await rules(), caller);
  };
}

/** A caller told by the key that the host took, which says no name: by its hash. */
export function callerByKey({ key }: Credentials): Caller {
  return { id: key === '' ? 'anyone' : createHash('sha256').update(key).digest('hex'), rights: 'all' };
}
