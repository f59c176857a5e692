import assert from 'node:assert/strict';
import { AppError } from '../../../../shared/errors.ts';
import { everyMode, HOUR, MINUTE, type Scenario, SECOND, until, vaultModes } from './scenario.ts';
import { createSubject, sameToken, thousand } from './subject.ts';

/** When the wall clock jumps, and by how much. */
const jumps = new Map([
  [20 * MINUTE, HOUR],
  [70 * MINUTE, -HOUR],
  [90 * MINUTE, -HOUR],
  [200 * MINUTE, HOUR],
]);

/** One about every 55 minutes and for each jump; where the wrong clock makes them fail, two a minute. */
const mostAttempts = { secret: 9, certificate: 2 * 4 * 60, federated: 2 * 4 * 60 } as const;

/** Rows in which everything works, clocks apart. */
export const usual: readonly Scenario[] = [
  {
    name: 'cold: a thousand tokens, one token request, one read of what proves the app',
    modes: everyMode,
    check: async (world) => {
      const { token, requests, resetRequests } = await createSubject(world);
      resetRequests();
      const { value } = sameToken(await thousand(() => token.get()));
      assert.equal(value, world.entra.issued().at(-1)?.token);
      assert.deepEqual(requests(), { token: 1, proof: 1 });
    },
  },
  {
    name: 'warm: no request',
    modes: everyMode,
    check: async (world) => {
      const { token, requests, resetRequests } = await createSubject(world);
      await token.get();
      resetRequests();
      sameToken(await thousand(() => token.get()));
      world.clocks.pass(54 * MINUTE);
      sameToken(await thousand(() => token.get()));
      assert.deepEqual(requests(), { token: 0, proof: 0 });
    },
  },
  {
    name: 'should-refresh window, Entra at 200 ms: no caller waits, one request in the background',
    modes: everyMode,
    check: async (world) => {
      const { token, requests, resetRequests } = await createSubject(world);
      const old = await token.get();
      world.clocks.pass(56 * MINUTE);
      resetRequests();
      world.entra.faults.add({ call: 'token', fault: { kind: 'delay', ms: 200 } });
      const issued = world.entra.issued().length;
      const given = sameToken(await thousand(() => token.get()));
      assert.equal(given.value, old.value);
      assert.equal(world.entra.issued().length, issued, 'a caller waited for the refresh');
      await until(() => token.state().ageSeconds === 0);
      const { value } = sameToken(await thousand(() => token.get()));
      assert.equal(value, world.entra.issued().at(-1)?.token);
      assert.equal(requests().token, 1);
    },
  },
  {
    name: 'a secret rotated while the old one is refused: one failed request, one re-read, one good request',
    modes: vaultModes,
    check: async (world) => {
      const { token, requests, resetRequests, rotate, outcomes } = await createSubject(world);
      await token.get();
      const version = token.state().secretVersion;
      world.clocks.pass(HOUR);
      await rotate('stored');
      resetRequests();
      sameToken(await thousand(() => token.get()));
      assert.deepEqual(outcomes.slice(1), ['proof-refused', 'ok']);
      assert.deepEqual(requests(), { token: 2, proof: 1 });
      assert.notEqual(token.state().secretVersion, version);
    },
  },
  {
    name: 'the clock jumps ahead an hour and back: no token past the end that Entra recorded, no refresh storm',
    modes: everyMode,
    check: async (world) => {
      const { token, outcomes } = await createSubject(world);
      const { clocks, entra, mode } = world;
      for (let elapsed = 0; elapsed < 4 * HOUR; elapsed += 10 * SECOND) {
        clocks.jump(jumps.get(elapsed) ?? 0);
        const { expiresInSeconds: left, nextAttemptAt } = token.state();
        const attempts = outcomes.length;
        const given = await token.get().catch((error: unknown) => {
          // An assertion made on a wrong clock is outside its time, or seems inside it: no other mode has a reason.
          assert.ok(mode !== 'secret' && error instanceof AppError && error.code === 'token-unavailable');
        });
        const recorded = entra.issued().find((issued) => issued.token === given?.value);
        if (given !== undefined)
          assert.ok(clocks.trueMs() < (recorded?.expiresAtMs ?? 0), 'a token past its end');
        if (nextAttemptAt === null && (left ?? 0) < 300) await until(() => outcomes.length > attempts);
        clocks.pass(10 * SECOND);
      }
      assert.ok(outcomes.length <= mostAttempts[mode], `${outcomes.length} token requests`);
      assert.equal(outcomes.at(-1), 'ok');
    },
  },
];
