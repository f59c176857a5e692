import { type Audit } from '../access/audit.ts';
import { AppError } from '../errors.ts';
import type { Respond } from './handle.ts';

/**
 * Writes an audit row of each call once it is answered: who, what, to what, and with which result. A row that cannot
 * be written is logged in its place, because what was done cannot be taken back.
 */
export function audited(what: string, respond: Respond, audit: () => Audit): Respond {
  return async (request, call) => {
    const ids = Object.values(request.params);
    let reason: string | undefined;
    const record = async (result: string) => {
      const entry = {
        who: call.caller.id,
        what,
        ids,
        result,
        ...(reason === undefined ? {} : { reason }),
      };
      try {
        await audit()(entry);
      } catch (error) {
        const cause = error instanceof AppError ? error.code : 'internal-error';
        console.error(`audit-not-written (${cause}): ${JSON.stringify(entry)} [${call.invocationId}]`);
      }
    };
    const concerns = (more: readonly string[], why?: string) => {
      ids.push(...more);
      reason = why;
    };
    try {
      const answer = await respond(request, { ...call, concerns });
      await record('done');
      return answer;
    } catch (error) {
      await record(error instanceof AppError ? error.code : 'internal-error');
      throw error;
    }
  };
}
