import type { InvocationContext } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import type { QueuedMessage } from '../../shared/messages/settle.ts';

/** Files what the host gave up of the consume queue as dead letters. */
export async function filePoisonedConsume(
  message: QueuedMessage,
  _context: InvocationContext,
  { messages }: Dependencies,
): Promise<void> {
  await messages.filePoisonedConsume(message);
}
