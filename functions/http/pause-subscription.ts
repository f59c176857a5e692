import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { json } from '../../shared/http/handle.ts';
import { refuseParameters } from '../../shared/http/read.ts';

/** `POST subscriptions/{name}/pause`: what is being delivered is brought to its end, and nothing new is begun. */
export async function pauseSubscription(
  request: HttpRequest,
  { subscriptions, deadline }: Dependencies,
): Promise<HttpResponseInit> {
  refuseParameters(request);
  const name = request.params['name'] ?? '';
  await subscriptions.setPaused(name, true, deadline());
  return json(200, { name, paused: true });
}
