import assert from 'node:assert/strict';
import type { Fault } from '../../../../local/stand-in/faults.ts';
import {
  everyMode,
  HOUR,
  MINUTE,
  type Scenario,
  SECOND,
  sameFailure,
  until,
  vaultModes,
} from './scenario.ts';
import { createSubject, HANGING_MS, sameToken, thousand } from './subject.ts';

interface Outage {
  readonly what: string;
  readonly fault: Fault;
  readonly seconds: number;
  /** Attempts from the first on, a second apart at first and half a minute in the end. */
  readonly attempts: readonly [fewest: number, most: number];
}

const throttled: Fault = { kind: 'status', status: 429, headers: { 'retry-after': '30' } };

const inWindow: readonly Outage[] = [
  {
    what: 'answers 503 for two minutes',
    fault: { kind: 'status', status: 503 },
    seconds: 120,
    attempts: [6, 9],
  },
  { what: 'hangs', fault: { kind: 'hang' }, seconds: 15, attempts: [3, 5] },
  { what: 'drips', fault: { kind: 'drip', ms: 50 }, seconds: 15, attempts: [3, 5] },
  { what: 'cuts', fault: { kind: 'cut', where: 'mid-answer' }, seconds: 15, attempts: [3, 5] },
  { what: 'answers HTML', fault: { kind: 'html' }, seconds: 60, attempts: [4, 8] },
  { what: 'answers 429 with Retry-After', fault: throttled, seconds: 100, attempts: [3, 4] },
];

const isEndless = ({ fault }: Outage) => ['hang', 'drip'].includes(fault.kind);

/** Rows in which Entra, the vault or the managed identity does not answer. */
export const outages: readonly Scenario[] = [
  ...inWindow.map((outage): Scenario => ({
    name: `should-refresh window, Entra ${outage.what}: all served from the old token, attempts back off, recovery`,
    modes: everyMode,
    check: async (world) => {
      const { token, outcomes } = await createSubject(world, isEndless(outage) ? HANGING_MS : undefined);
      const old = await token.get();
      world.clocks.pass(55.5 * MINUTE);
      world.entra.faults.add({ call: 'token', fault: outage.fault });
      const served = async () => {
        const attempts = outcomes.length;
        const due = token.state().nextAttemptAt === null;
        for (let caller = 0; caller < 1000; caller += 1) {
          assert.equal((await token.get()).value, old.value);
        }
        if (due) await until(() => outcomes.length > attempts);
      };
      for (let second = 0; second < outage.seconds; second += 1) {
        await served();
        world.clocks.pass(SECOND);
      }
      const [fewest, most] = outage.attempts;
      const attempts = outcomes.length - 1;
      assert.ok(attempts >= fewest && attempts <= most, `${attempts} attempts`);
      world.note(token.state());
      assert.ok(token.state().lastFailure !== null);
      world.entra.faults.clear();
      world.clocks.pass(MINUTE);
      await token.get();
      await until(() => outcomes.at(-1) === 'ok');
      assert.notEqual((await token.get()).value, old.value);
    },
  })),
  {
    name: 'cold, Entra hangs: one typed, retryable error within the deadline, and the next attempt backs off',
    modes: everyMode,
    check: async (world) => {
      const { token, requests, resetRequests } = await createSubject(world, HANGING_MS);
      world.entra.faults.add({ call: 'token', fault: { kind: 'hang' } });
      resetRequests();
      const started = performance.now();
      const error = sameFailure(world, await thousand(() => token.get()));
      const tookMs = performance.now() - started;
      assert.ok(tookMs < HANGING_MS + 2000, `${tookMs} ms`);
      assert.match(error.message, /in time; it will be asked again/);
      assert.equal(error.options.retryAfterSeconds, 1);
      sameFailure(world, await thousand(() => token.get()));
      assert.equal(requests().token, 1);
      world.entra.faults.clear();
      world.clocks.pass(SECOND);
      sameToken(await thousand(() => token.get()));
    },
  },
  {
    name: 'Key Vault down, secret held: goes on with the held secret',
    modes: vaultModes,
    check: async (world) => {
      const { token, outcomes } = await createSubject(world, HANGING_MS);
      await token.get();
      for (const fault of [{ kind: 'status', status: 503 } as const, { kind: 'hang' } as const]) {
        world.keyVault.faults.add({ call: '*', fault });
        world.clocks.pass(9 * HOUR);
        sameToken(await thousand(() => token.get()));
        world.keyVault.faults.clear();
      }
      assert.deepEqual(outcomes, ['ok', 'ok', 'ok']);
    },
  },
  {
    name: 'the managed identity hangs: one typed error within the deadline, and recovery',
    modes: everyMode,
    check: async (world) => {
      const { token, requests, resetRequests } = await createSubject(world, HANGING_MS);
      resetRequests();
      world.managedIdentity.faults.add({ call: 'token', fault: { kind: 'hang' } });
      const started = performance.now();
      const error = sameFailure(world, await thousand(() => token.get()));
      const tookMs = performance.now() - started;
      assert.ok(tookMs < HANGING_MS + 2000, `${tookMs} ms`);
      assert.match(error.message, /in time/);
      assert.equal(requests().token, 0);
      world.managedIdentity.faults.clear();
      world.clocks.pass(SECOND);
      sameToken(await thousand(() => token.get()));
    },
  },
];
