import type { InvocationContext } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import type { QueuedMessage } from '../../shared/messages/settle.ts';

/** Sends the records of a message to Kafka: at least once, and once alone where its id was accepted before. */
export async function produceQueued(
  message: QueuedMessage,
  context: InvocationContext,
  { messages }: Dependencies,
): Promise<void> {
  await messages.receiveProduce(message, (line) => {
    context.warn(line);
  });
}
