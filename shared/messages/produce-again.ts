import type { Redeliver } from '../dead-letters/replay-dead-letter.ts';
import type { ClaimChecks } from './claim-check.ts';
import type { MessageEventLimits } from './message-event.ts';
import { parseProduceMessage } from './produce-message.ts';
import type { WriteMessage } from './write-message.ts';

export interface ProduceAgainOptions {
  /** Writes messages whose claim checks come from there. */
  readonly writeFrom: (claimChecks: Pick<ClaimChecks, 'open'>) => WriteMessage;
  readonly limits: MessageEventLimits;
}

/**
 * Sends the message of a dead letter as it would be sent now, under the id under which it failed: what of it was
 * accepted then, or by a replay that never said so, is not sent again.
 */
export function createProduceAgain({ writeFrom, limits }: ProduceAgainOptions): Redeliver {
  return async ({ content, messageId, openClaimCheck }, signal) => {
    const write = writeFrom({ open: openClaimCheck });
    await write(parseProduceMessage(content, limits), messageId, signal);
  };
}
