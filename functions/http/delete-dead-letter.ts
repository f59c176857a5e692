import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { letterNotFound, readLetterId } from '../../shared/http/read-letter.ts';

/** `DELETE dead-letters/{id}`: 204 when the letter is gone with all that was kept of it. */
export async function deleteDeadLetter(
  request: HttpRequest,
  { deadLetters, deadline }: Dependencies,
): Promise<HttpResponseInit> {
  const id = readLetterId(request);
  if (!(await deadLetters.remove(id, deadline()))) throw letterNotFound(id);
  return { status: 204 };
}
