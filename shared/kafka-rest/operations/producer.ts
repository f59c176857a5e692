import type { Operation } from '../operation.ts';
import { type OutcomeAssumptions, produceFailure } from '../outcome.ts';

/**
 * `POST /v1/producer/topics/{topic}` with records as JSON texts, forwarded to the character. Any 2xx that is not
 * HTML is accepted; its body is not documented and not read.
 */
export function produceRecords(
  topic: string,
  records: readonly string[],
  assumptions?: OutcomeAssumptions,
): Operation<void> {
  return {
    name: 'produce',
    method: 'POST',
    path: `/v1/producer/topics/${encodeURIComponent(topic)}`,
    body: `{"records":[${records.join(',')}]}`,
    read: () => undefined,
    failed: (exchange) => produceFailure(exchange, records.length, assumptions),
  };
}
