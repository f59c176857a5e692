import { setTimeout as sleep } from 'node:timers/promises';

interface Told {
  code: string;
  retryable: boolean;
  outcome?: 'not-written' | 'unknown' | 'partial';
  /** As the header Retry-After. */
  retryAfterSeconds?: number;
}

type Pause = (ms: number) => Promise<unknown>;

/**
 * Resolves once Kafka has the records, each of them once, however often they were sent. Else it rejects, and the cause
 * tells the outcome: after `unknown` and `partial` look into the topic before you send them under another key.
 */
export async function sendRecords(url: string, records: object[], headers = {}, pause: Pause = sleep) {
  const body = JSON.stringify({ records });
  const key = crypto.randomUUID();
  const endMs = Date.now() + 5 * 60_000;
  for (let isLost = false, pauseMs = 500; ; pauseMs = Math.min(2 * pauseMs, 30_000)) {
    const told = await send(url, body, { ...headers, 'Idempotency-Key': key });
    if (told === 'accepted') return;
    isLost ||= told.code === 'no-answer';
    const { retryable, outcome = 'not-written', retryAfterSeconds = 0 } = told;
    const waitMs = Math.max(retryAfterSeconds * 1000, pauseMs * Math.random());
    if (!retryable || outcome !== 'not-written' || Date.now() + waitMs > endMs) {
      // A try without an answer may have written what this one did not.
      const cause = { ...told, outcome: isLost && outcome === 'not-written' ? 'unknown' : outcome };
      throw new Error(`${url}: ${told.code}, ${cause.outcome}`, { cause });
    }
    await pause(waitMs);
  }
}

/** What the app does not say itself is no answer, a gateway's page with status 200 too: the key makes a repeat harmless. */
async function send(url: string, body: string, headers: Record<string, string>): Promise<Told | 'accepted'> {
  try {
    // Longer than the app's own deadline: then it is the app that says what became of the records.
    const signal = AbortSignal.timeout(60_000);
    const type = { 'Content-Type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', body, headers: { ...headers, ...type }, signal });
    const text = await answer.text();
    if (answer.headers.get('Content-Type') === 'application/problem+json') return JSON.parse(text) as Told;
    if ([401, 403, 404].includes(answer.status)) return { code: 'refused-by-host', retryable: false };
    if (answer.ok && 'accepted' in (JSON.parse(text) as object)) return 'accepted';
  } catch {
    // No connection, a reset, a cut, a page: the next try will tell.
  }
  return { code: 'no-answer', retryable: true };
}
