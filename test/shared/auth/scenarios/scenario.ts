import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuthMode } from '../../../../shared/auth/entra-token.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { World } from './world.ts';

/** One row: what happens, and what must show; `check` throws when it does not. */
export interface Scenario {
  readonly name: string;
  readonly modes: readonly AuthMode[];
  readonly check: (world: World) => Promise<void>;
}

export const everyMode: readonly AuthMode[] = ['secret', 'certificate', 'federated'];
export const vaultModes: readonly AuthMode[] = ['secret', 'certificate'];

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** Waits for something that happens in the background; throws when it does not within five seconds. */
export async function until(happened: () => boolean): Promise<void> {
  for (let turns = 0; !happened(); turns += 1) {
    assert.ok(turns < 1000, 'it did not happen in time');
    await sleep(5);
  }
}

/** The AppError with which a call failed, noted for the row about secrets. */
export async function failureOf(world: World, call: Promise<unknown>): Promise<AppError> {
  const error: unknown = await call.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  world.note(error);
  assert.ok(error instanceof AppError, 'not an AppError');
  assert.equal(error.code, 'token-unavailable');
  return error;
}

/** The one text with which all failed; throws when a call did not fail, or with another. */
export function sameFailure(world: World, settled: readonly PromiseSettledResult<unknown>[]): AppError {
  const errors = settled.map((one) => (one.status === 'rejected' ? (one.reason as unknown) : undefined));
  const [first] = errors;
  assert.ok(first instanceof AppError, 'a call did not fail, or not with an AppError');
  assert.equal(first.code, 'token-unavailable');
  for (const error of errors) assert.equal((error as Error | undefined)?.message, first.message);
  world.note(first);
  return first;
}
