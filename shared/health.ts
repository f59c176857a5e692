import type { ProxyToken } from './auth/proxy-token.ts';
import { tokenInTime } from './auth/token-in-time.ts';
import { AppError } from './errors.ts';
import type { Send } from './kafka-rest/operation.ts';
import { checkStatus } from './kafka-rest/operations/admin.ts';

export interface Check {
  readonly name: string;
  readonly status: 'ok' | 'failed';
  readonly cause?: string;
  /** What is known of it, without any value. */
  readonly state?: object;
}

export interface Health {
  readonly status: 'ok' | 'failed';
  readonly checks: readonly Check[];
}

const KEEP_MS = 5000;

export interface HealthOptions {
  readonly send: Send;
  readonly token: Pick<ProxyToken, 'get' | 'state'>;
  readonly deadline: () => AbortSignal;
  readonly nowMs: () => number;
}

/** Whether this app can serve: a token can be had and the proxy answers. One look serves all who ask within 5 s. */
export function createHealth({ send, token, deadline, nowMs }: HealthOptions): () => Promise<Health> {
  let last: { readonly health: Promise<Health>; endedMs?: number } | undefined;

  async function look(): Promise<Health> {
    const checks = [
      { ...(await check('token', () => tokenInTime(token, deadline()))), state: token.state() },
      await check('proxy', () => send(checkStatus(), deadline())),
    ];
    return { status: checks.every(({ status }) => status === 'ok') ? 'ok' : 'failed', checks };
  }

  return () => {
    if (last === undefined || nowMs() - (last.endedMs ?? nowMs()) > KEEP_MS) {
      const looking: typeof last = { health: look() };
      void looking.health.then(() => (looking.endedMs = nowMs()));
      last = looking;
    }
    return last.health;
  };
}

async function check(name: string, action: () => Promise<unknown>): Promise<Check> {
  try {
    await action();
    return { name, status: 'ok' };
  } catch (error) {
    return { name, status: 'failed', cause: error instanceof AppError ? error.message : 'not known' };
  }
}
