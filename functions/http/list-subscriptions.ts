import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { timeOf, topicState } from '../../shared/http/group-answer.ts';
import { json } from '../../shared/http/handle.ts';
import { refuseParameters } from '../../shared/http/read.ts';

/** `GET subscriptions`: what is declared, whether it is paused or waits for its destination, and how far it is. */
export async function listSubscriptions(
  request: HttpRequest,
  { subscriptions, deadline }: Dependencies,
): Promise<HttpResponseInit> {
  refuseParameters(request);
  const all = await subscriptions.list(deadline());
  return json(200, {
    subscriptions: all.map(({ heldUntilMs, progress, ...subscription }) => ({
      ...subscription,
      heldUntil: timeOf(heldUntilMs),
      ...(progress === undefined ? { lag: null, partitions: [] } : topicState(progress)),
    })),
  });
}
