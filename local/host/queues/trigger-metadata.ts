import type { TypedData } from '../function.ts';
import { bindingData } from './binding-data.ts';
import type { QueuedMessage } from './storage-queue.ts';

/**
 * triggerMetadata of a queue message as the host gives it. When the message is bound as text, the members of a JSON object
 * are added, and one named like an entry of the host (`id`, in any case) takes its place.
 */
export function triggerMetadata(
  message: QueuedMessage,
  body: Buffer,
  boundAsText: boolean,
): Record<string, TypedData> {
  const text = body.toString();
  const metadata: Record<string, TypedData> = {
    QueueTrigger: { string: text },
    DequeueCount: { int: message.dequeueCount },
    ExpirationTime: time(message.expiresOn),
    Id: { string: message.id },
    InsertionTime: time(message.insertedOn),
    NextVisibleTime: time(message.nextVisibleOn),
    PopReceipt: { string: message.popReceipt },
  };
  if (boundAsText) addIgnoringCase(metadata, bindingData(parse(text)));
  return metadata;
}

function addIgnoringCase(metadata: Record<string, TypedData>, members: Record<string, TypedData>): void {
  for (const [name, value] of Object.entries(members)) {
    const own = Object.keys(metadata).find((key) => key.toLowerCase() === name.toLowerCase());
    metadata[own ?? name] = value;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// .NET writes a zero offset where JavaScript writes Z.
function time(date: Date): TypedData {
  return { json: JSON.stringify(date.toISOString().replace('.000Z', '+00:00')) };
}
