import { setTimeout as sleep } from 'node:timers/promises';

/** What a member was given, before it has committed it. */
export type Batch = readonly string[];

export interface MemberOptions {
  /** Up to `/groups/{group}/topics/{topic}`, of the host that is up. */
  readonly url: () => string;
  readonly count: number;
  readonly leaseSeconds: number;
  /** Told of each batch when it is done with, before the commit. */
  readonly done: (batch: Batch) => void;
  /** True: the member stops, its last batch not committed. */
  readonly hasCrashed: () => boolean;
  /** True: there is nothing left to come. */
  readonly isOver: () => boolean;
}

interface Fetched {
  readonly records: readonly { readonly partition: number; readonly offset: number }[];
  readonly lease: string | null;
}

const PAUSE_MS = 100;

/** The loop of docs/groups.md: fetch, with the commit of the last lease; what fails is sent again to the host that is up. */
export async function runMember(options: MemberOptions): Promise<void> {
  const { url, count, leaseSeconds, done, hasCrashed, isOver } = options;
  let commit: string | undefined;
  while (!hasCrashed()) {
    const answer = await post(`${url()}/fetch`, { count, leaseSeconds, commit });
    if (hasCrashed()) return;
    if (answer === undefined) await sleep(PAUSE_MS);
    else if (answer.status === 409) commit = undefined;
    else if (answer.status !== 200) await sleep(PAUSE_MS);
    else {
      const { records, lease } = JSON.parse(answer.text) as Fetched;
      commit = lease ?? undefined;
      if (records.length > 0) done(records.map(({ partition, offset }) => `${partition}/${offset}`));
      else if (isOver()) return;
      else await sleep(PAUSE_MS);
    }
  }
}

/** Undefined where no whole answer came. */
async function post(url: string, body: unknown): Promise<{ status: number; text: string } | undefined> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    return { status: answer.status, text: await answer.text() };
  } catch {
    return undefined;
  }
}
