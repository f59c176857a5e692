import type { Fetched } from '../consuming/groups/fetch.ts';
import type { GroupPartition, GroupTopicState } from '../consuming/groups/describe.ts';

/** A fetch's answer: each record in the proxy's own text, with `deliveryCount` set in before its last brace. */
export function fetchedBody({
  records,
  leaseUntilMs,
  leasedElsewhere,
  passedOver,
  ...rest
}: Fetched): string {
  const texts = records.map(
    ({ json, deliveryCount }) =>
      `${json.toString('utf8', 0, json.length - 1)},"deliveryCount":${deliveryCount}}`,
  );
  const more = {
    ...rest,
    leaseUntil: timeOf(leaseUntilMs),
    leasedElsewhere: leasedElsewhere.map(withTime),
    ...(passedOver.length > 0 && { passedOver }),
  };
  return `{"records":[${texts.join(',')}],${JSON.stringify(more).slice(1)}`;
}

/** The state of a group in one topic, with times as text. */
export function topicState({ topic, lag, partitions }: GroupTopicState) {
  return { topic, lag, partitions: partitions.map((each: GroupPartition) => withTime(each)) };
}

/** Store's milliseconds as RFC 3339. */
export function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

function withTime<T extends { readonly leaseUntilMs: number | null }>({ leaseUntilMs, ...rest }: T) {
  return { ...rest, leaseUntil: timeOf(leaseUntilMs) };
}
