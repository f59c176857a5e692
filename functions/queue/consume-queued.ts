import type { InvocationContext } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import type { QueuedMessage } from '../../shared/messages/settle.ts';

/** Reads what a command asks for and puts the records into the queue that it names. */
export async function consumeQueued(
  message: QueuedMessage,
  context: InvocationContext,
  { messages }: Dependencies,
): Promise<void> {
  await messages.receiveConsume(message, (line) => {
    context.warn(line);
  });
}
