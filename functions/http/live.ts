import type { HttpResponseInit } from '@azure/functions';
import { json } from '../../shared/http/handle.ts';

/** `GET health/live`: the process answers; it asks nothing of anybody. */
export function live(): HttpResponseInit {
  return json(200, { status: 'ok' });
}
