import type { HttpRequest } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import type { Call } from '../../shared/http/handle.ts';
import { letterNotFound, readLetterId } from '../../shared/http/read-letter.ts';
import { type Answer, streamed } from '../../shared/http/stream.ts';

/** `GET dead-letters/{id}/content`: the message as it came, to the byte, as a download that no browser shows. */
export async function readDeadLetter(
  request: HttpRequest,
  { deadLetters }: Dependencies,
  { closed }: Call,
): Promise<Answer> {
  const id = readLetterId(request);
  const kept = await deadLetters.open(id, closed);
  if (kept === undefined) throw letterNotFound(id);
  if (request.method === 'HEAD') kept.discard();
  return streamed(kept.contentType, kept.content, {
    'content-disposition': `attachment; filename="${id}"`,
    'x-content-type-options': 'nosniff',
  });
}
