import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { json } from '../../shared/http/handle.ts';
import { refuseParameters } from '../../shared/http/read.ts';

/** `POST subscriptions/{name}/resume`: the next run of the timer goes on where it stopped. */
export async function resumeSubscription(
  request: HttpRequest,
  { subscriptions, deadline }: Dependencies,
): Promise<HttpResponseInit> {
  refuseParameters(request);
  const name = request.params['name'] ?? '';
  await subscriptions.setPaused(name, false, deadline());
  return json(200, { name, paused: false });
}
