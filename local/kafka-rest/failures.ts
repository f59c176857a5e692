import type { Assumptions } from './assumptions.ts';
import type { LogError, LogFailure } from './log.ts';
import { Refusal } from './refusal.ts';
import type { CallName } from './route.ts';

/** The assumption that decides the status of each failure of the log, by the call that met it. */
const decidedBy = {
  'unknown-topic': {
    produce: 'unknown-topic-produce',
    consume: 'unknown-topic-read',
    other: 'unknown-topic-metadata',
  },
  'unknown-partition': {
    produce: 'unknown-partition-produce',
    consume: 'unknown-partition-read',
    other: 'unknown-partition-read',
  },
  'topic-exists': 'create-existing',
  'bad-topic-name': 'create-refused',
  'bad-partition-count': 'create-refused',
  'bad-replication-factor': 'create-refused',
  'bad-topic-property': 'create-refused',
  'record-too-large': 'record-too-large',
  'no-leader': 'partition-unavailable',
  'not-enough-replicas': 'partition-unavailable',
  unavailable: 'partition-unavailable',
} as const satisfies Record<Exclude<LogFailure, 'offset-out-of-range'>, unknown>;

/** What the proxy answers when the log refuses. */
export function refusalOf({ failure, message }: LogError, call: CallName, assumptions: Assumptions): Refusal {
  // A read decides that itself; here it comes only when retention overtook its second try.
  if (failure === 'offset-out-of-range') return new Refusal(500, message);
  const row = decidedBy[failure];
  if (typeof row === 'string') return new Refusal(assumptions[row], message);
  return new Refusal(assumptions[row[call === 'produce' || call === 'consume' ? call : 'other']], message);
}
