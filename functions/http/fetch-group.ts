import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { withDefault } from '../../shared/described.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import { DEFAULT_COUNT, MAX_BYTES } from '../../shared/http/answer-limits.ts';
import { parseMembers, readObject, someText, wholeNumber } from '../../shared/http/body-members.ts';
import { fetchedBody } from '../../shared/http/group-answer.ts';
import {
  MAX_LEASE_SECONDS,
  partitionNumbers,
  readOwnGroup,
  startPlace,
} from '../../shared/http/group-request.ts';
import type { Call } from '../../shared/http/handle.ts';
import { readQuery } from '../../shared/http/read.ts';
import { refuseInternalTopic } from '../../shared/topics/name.ts';

/** Parsers of the members of its body. */
export function fetchGroupBody({
  maxCount,
  maxWaitSeconds,
}: Pick<Dependencies['config'], 'maxCount' | 'maxWaitSeconds'>) {
  return {
    count: withDefault(DEFAULT_COUNT, wholeNumber(1, maxCount)),
    maxBytes: withDefault(MAX_BYTES, wholeNumber(1, MAX_BYTES)),
    waitMs: withDefault(0, wholeNumber(0, maxWaitSeconds * 1000)),
    leaseSeconds: wholeNumber(1, MAX_LEASE_SECONDS),
    partitions: partitionNumbers,
    start: startPlace,
    commit: someText,
  };
}

/** `POST groups/{group}/topics/{topic}/fetch`: leases records to this fetch; `commit` first commits an earlier one's. */
export async function fetchGroup(
  request: HttpRequest,
  { config, groups, memory, deadline }: Dependencies,
  { closed, whenAnswered }: Call,
): Promise<HttpResponseInit> {
  const faults: Fault[] = [];
  const of = readOwnGroup(request, faults);
  readQuery(request, {}, faults);
  const body = parseMembers(await readObject(request), fetchGroupBody(config), faults);
  throwIfFaulty(faults);
  refuseInternalTopic(of.topic, config.allowInternalTopics);
  const hold = memory.hold();
  whenAnswered(hold.release);
  const fetched = await groups.fetch(
    {
      ...of,
      count: body.count ?? DEFAULT_COUNT,
      maxBytes: body.maxBytes ?? MAX_BYTES,
      waitMs: body.waitMs ?? 0,
      leaseMs: (body.leaseSeconds ?? config.leaseSeconds) * 1000,
      partitions: body.partitions,
      start: body.start,
      maxDeliveries: config.groupMaxDeliveries,
      hold,
      ...(body.commit !== undefined && { commit: body.commit }),
    },
    { deadline, closed },
  );
  return { status: 200, headers: { 'content-type': 'application/json' }, body: fetchedBody(fetched) };
}
