import type { InvocationContext } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';

/** Sends an event to the topic that the event rules name; Event Grid sends it again where this fails. */
export async function publishEvent(
  event: unknown,
  context: InvocationContext,
  { messages }: Dependencies,
): Promise<void> {
  await messages.receiveEvent(event, (line) => {
    context.warn(line);
  });
}
