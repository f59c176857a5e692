import type { FaultRule, Faults } from './faults.ts';
import { type Answer, json, type StandInRequest } from './serve.ts';

/**
 * The admin routes that every stand-in has beside its own: `POST /__faults` with a rule or an array of them,
 * `DELETE /__faults`, `GET /__hits` (calls by name), `DELETE /__hits`. Undefined: not one of them.
 */
export function faultRoutes(faults: Faults, request: StandInRequest): Answer | undefined {
  switch (`${request.method} ${request.path}`) {
    case 'POST /__faults': {
      const rules = JSON.parse(request.body.toString()) as FaultRule | FaultRule[];
      faults.add(...[rules].flat());
      return { status: 204 };
    }
    case 'DELETE /__faults':
      faults.clear();
      return { status: 204 };
    case 'GET /__hits':
      return json(200, faults.allHits());
    case 'DELETE /__hits':
      faults.resetHits();
      return { status: 204 };
    default:
      return undefined;
  }
}
