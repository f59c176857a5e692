import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { withDefault } from '../../shared/described.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import { parseMembers, readObject, trueOrFalse } from '../../shared/http/body-members.ts';
import { readGroup, resetTo } from '../../shared/http/group-request.ts';
import { type Call, json } from '../../shared/http/handle.ts';
import { readQuery, readTopic } from '../../shared/http/read.ts';
import { boolean } from '../../shared/setting.ts';
import { refuseInternalTopic } from '../../shared/topics/name.ts';

/** Parsers of its query. */
export const resetGroupQuery = { dryRun: withDefault(false, boolean) };
/** Parsers of the members of its body. */
export const resetGroupBody = { to: resetTo, force: trueOrFalse };

/** `POST groups/{group}/topics/{topic}/reset`: where the group goes on; with `dryRun=true` it is only told. */
export async function resetGroup(
  request: HttpRequest,
  { config, groups, deadline }: Dependencies,
  { concerns }: Call,
): Promise<HttpResponseInit> {
  const faults: Fault[] = [];
  const of = { group: readGroup(request, faults), topic: readTopic(request, faults) };
  const { dryRun = false } = readQuery(request, resetGroupQuery, faults);
  const { to, force = false } = parseMembers(await readObject(request), resetGroupBody, faults, ['to']);
  throwIfFaulty(faults);
  refuseInternalTopic(of.topic, config.allowInternalTopics);
  const reset = { ...of, to: to ?? { at: 'earliest' as const }, force, dryRun };
  concerns([`dryRun=${dryRun}`, `force=${force}`]);
  const partitions = await groups.reset(reset, deadline());
  concerns(partitions.map(({ partition, from, to: next }) => `${partition}: ${from ?? 'none'} to ${next}`));
  return json(200, { partitions, dryRun });
}
