import { AppError, type Fault, throwIfFaulty } from '../errors.ts';
import type { Claim } from '../idempotency/once.ts';
import type { Accepted, Produce } from '../kafka-rest/produce.ts';
import { partitionFaults, type Partitions } from '../kafka-rest/partitions.ts';
import type { ProduceLimits, ProduceRecord } from '../records/produce-body.ts';
import { streamRecords } from '../records/record-stream.ts';
import type { PartLimits } from '../kafka-rest/split.ts';
import type { ClaimChecks } from './claim-check.ts';

export interface WriteClaimCheckOptions {
  readonly claimChecks: Pick<ClaimChecks, 'open'>;
  readonly produce: Produce;
  readonly partitions: Partitions;
  readonly limits: ProduceLimits;
  /** Of one call of the proxy. */
  readonly parts: PartLimits;
  /** A new deadline for one call of the proxy. */
  readonly deadline: () => AbortSignal;
}

/**
 * Sends the records behind a claim check in order, part by part, in memory for one part. The whole content is looked
 * through before the first is sent, so that faults write nothing; what was accepted is saved after each part, and a
 * later call for the same content goes on there.
 */
export type WriteClaimCheck = (
  message: { readonly topic: string; readonly claimCheck: string },
  claim: Claim,
  signal: AbortSignal,
) => Promise<Accepted & { readonly accepted: number }>;

const MAX_FAULTS = 100;

export function createWriteClaimCheck(options: WriteClaimCheckOptions): WriteClaimCheck {
  const { claimChecks, produce, partitions, limits, parts, deadline } = options;

  /** Looks through the content; throws naming up to 100 faults. */
  async function check(topic: string, name: string, signal: AbortSignal): Promise<string> {
    const { content, etag } = await claimChecks.open(name, signal);
    const faults: Fault[] = [];
    const oversized: Fault[] = [];
    let farthest = { partition: -1, index: 0 };
    let count = 0;
    for await (const { record, ...wrong } of streamRecords(content, limits)) {
      const { partition = -1 } = record;
      if (partition > farthest.partition) farthest = { partition, index: count };
      count += 1;
      faults.push(...wrong.faults);
      oversized.push(...wrong.oversized);
      if (faults.length + oversized.length >= MAX_FAULTS) break;
    }
    throwIfFaulty(faults.length > 0 ? [...faults, ...oversized] : []);
    throwIfFaulty(oversized, 'record-too-large');
    if (count === 0)
      throw new AppError('invalid-request', 'The claim check holds no record: give at least one.');
    if (farthest.partition >= 0) {
      const [fault] = await partitionFaults(partitions, topic, [farthest], deadline());
      if (fault !== undefined)
        throwIfFaulty([{ ...fault, pointer: `#/records/${farthest.index}/partition` }]);
    }
    return etag;
  }

  return async ({ topic, claimCheck }, claim, signal) => {
    const checked = await check(topic, claimCheck, signal);
    const { content, etag } = await claimChecks.open(claimCheck, signal);
    if (etag !== checked) throw changed();
    const before = readProgress(claim.progress, etag);
    let accepted = before;
    let duplicatesPossible = false;
    for await (const part of inParts(streamRecords(content, limits), before, parts)) {
      const written = await produce(topic, part, AbortSignal.any([signal, deadline()]));
      duplicatesPossible ||= written.duplicatesPossible;
      accepted += part.length;
      await claim.save(`${accepted} ${etag}`);
    }
    return { accepted, duplicatesPossible };
  };
}

function changed(): AppError {
  return new AppError('storage-unavailable', 'The claim check was changed while it was read.', {
    cause: 'claim check changed',
  });
}

/** How many records of this very content were accepted. */
function readProgress(progress: string | undefined, etag: string): number {
  const [count = '0', ...of] = (progress ?? '').split(' ');
  return of.join(' ') === etag ? Number(count) : 0;
}

/** The records after the first `skip`, in as few parts as the limits allow, in order. */
async function* inParts(
  records: AsyncIterable<{ readonly record: ProduceRecord }>,
  skip: number,
  { maxRecords, maxBytes }: PartLimits,
): AsyncGenerator<ProduceRecord[], void, undefined> {
  let part: ProduceRecord[] = [];
  let bytes = 0;
  let index = 0;
  for await (const { record } of records) {
    index += 1;
    if (index <= skip) continue;
    const more = Buffer.byteLength(record.json) + 1;
    if (part.length > 0 && (part.length >= maxRecords || bytes + more > maxBytes)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(record);
    bytes += more;
  }
  if (part.length > 0) yield part;
}
