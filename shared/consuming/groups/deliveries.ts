/**
 * How often records that are not committed have been handed out: runs in order of offset, each up to before `until`.
 * Every fetch hands out from the same place on, so that counts only fall from one run to the next: three runs are the
 * most there are, as from the third delivery on records go out one by one.
 */
export type Deliveries = readonly { readonly until: number; readonly count: number }[];

/** How often the record at an offset was handed out. */
export function deliveriesAt(deliveries: Deliveries, offset: number): number {
  return deliveries.find(({ until }) => offset < until)?.count ?? 0;
}

/** One delivery more of all records before `next`. */
export function delivered(deliveries: Deliveries, next: number): Deliveries {
  const again = deliveries
    .filter(({ until }) => until <= next)
    .map(({ until, count }) => ({ until, count: count + 1 }));
  const rest = deliveries.filter(({ until }) => until > next);
  const before = again.at(-1)?.until ?? -Infinity;
  const split = before < next ? [{ until: next, count: deliveriesAt(deliveries, next - 1) + 1 }] : [];
  return [...again, ...split, ...rest];
}

/** What is left when all records before an offset are done with. */
export function undelivered(deliveries: Deliveries, committed: number): Deliveries {
  return deliveries.filter(({ until }) => until > committed);
}
