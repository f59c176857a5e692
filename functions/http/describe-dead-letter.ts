import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { json } from '../../shared/http/handle.ts';
import { letterNotFound, readLetterId } from '../../shared/http/read-letter.ts';

/** `GET dead-letters/{id}`: what is known of a letter; nothing of its content. */
export async function describeDeadLetter(
  request: HttpRequest,
  { deadLetters, deadline }: Dependencies,
): Promise<HttpResponseInit> {
  const id = readLetterId(request);
  const letter = await deadLetters.describe(id, deadline());
  if (letter === undefined) throw letterNotFound(id);
  return json(200, letter);
}
