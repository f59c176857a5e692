import type { InvocationContext } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import type { QueuedMessage } from '../../shared/messages/settle.ts';

/** Files what the host gave up of the produce queue as dead letters. */
export async function filePoisonedProduce(
  message: QueuedMessage,
  _context: InvocationContext,
  { messages }: Dependencies,
): Promise<void> {
  await messages.filePoisonedProduce(message);
}
