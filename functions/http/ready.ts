import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { json } from '../../shared/http/handle.ts';

/** `GET health/ready`: 200 when a token can be had and the proxy answers, else 503 with each check's cause. */
export async function ready(_request: HttpRequest, { health }: Dependencies): Promise<HttpResponseInit> {
  const now = await health();
  return json(now.status === 'ok' ? 200 : 503, now);
}
