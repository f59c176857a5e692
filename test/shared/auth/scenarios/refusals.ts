import assert from 'node:assert/strict';
import type { Fault } from '../../../../local/stand-in/faults.ts';
import { createClient } from '../../../../shared/kafka-rest/client.ts';
import { listBrokers } from '../../../../shared/kafka-rest/operations/metadata.ts';
import { createSend } from '../../../../shared/kafka-rest/send.ts';
import { everyMode, failureOf, HOUR, type Scenario, sameFailure, SECOND, vaultModes } from './scenario.ts';
import { CALLERS, createSubject, HANGING_MS, type Subject, thousand } from './subject.ts';
import type { World } from './world.ts';

const throttled: Fault = { kind: 'status', status: 429, body: '{"error":{"code":"Throttled"}}' };

/** What becomes of the secret, and what the operator is told. */
const unreadable: readonly [told: RegExp, arrange: (world: World, subject: Subject) => void][] = [
  [
    /disabled; enable it/,
    ({ keyVault }, { secretName }) => {
      keyVault.vault.setEnabled(secretName, false);
    },
  ],
  [
    /not there; store/,
    ({ keyVault }, { secretName }) => {
      keyVault.vault.deleteSecret(secretName);
    },
  ],
  [
    /forbidden; give.*Key Vault Secrets User/,
    ({ keyVault }, { identityId }) => {
      keyVault.readers.delete(identityId);
    },
  ],
  [
    /throttled; it will be asked/,
    ({ keyVault }) => {
      keyVault.faults.add({ call: '*', fault: throttled });
    },
  ],
  [
    /no answer in time; check/,
    ({ keyVault }) => {
      keyVault.faults.add({ call: '*', fault: { kind: 'hang' } });
    },
  ],
];

/** Rows in which somebody says no. */
export const refusals: readonly Scenario[] = [
  {
    name: 'what proves the app is refused and there is no other: typed error, then no request until the back-off ends',
    modes: everyMode,
    check: async (world) => {
      const { token, requests, resetRequests, rotate } = await createSubject(world);
      await token.get();
      world.clocks.pass(HOUR);
      await rotate('not-stored');
      resetRequests();
      const error = sameFailure(world, await thousand(() => token.get()));
      assert.match(error.message, /Entra refused the (client secret|certificate|managed identity)/);
      const { token: asked, proof } = requests();
      assert.ok(asked <= 2 && proof <= 1, `${asked} token requests, ${proof} reads`);
      resetRequests();
      sameFailure(world, await thousand(() => token.get()));
      assert.deepEqual(requests(), { token: 0, proof: 0 });
      world.clocks.pass(SECOND);
      await rotate('stored');
      world.clocks.pass(30 * SECOND);
      assert.equal((await token.get()).value, world.entra.issued().at(-1)?.token);
    },
  },
  {
    name: 'Key Vault: disabled, missing, 403, throttled, hung: five clear errors naming vault, secret and remedy',
    modes: vaultModes,
    check: async (world) => {
      const texts = new Set<string>();
      for (const [told, arrange] of unreadable) {
        const subject = await createSubject(world, HANGING_MS);
        arrange(world, subject);
        const { message } = await failureOf(world, subject.token.get());
        world.keyVault.faults.clear();
        assert.match(message, told);
        assert.ok(message.includes(`Key Vault localhost, `) && message.includes(subject.secretName), message);
        texts.add(message.replace(subject.secretName, ''));
      }
      assert.equal(texts.size, unreadable.length);
    },
  },
  {
    name: 'the proxy answers 401 to a thousand requests in flight: one token request, all succeed on retry',
    modes: everyMode,
    check: async (world) => {
      const { token, requests, resetRequests } = await createSubject(world);
      const { exchange, close } = createClient({ baseUrl: new URL(world.kafkaRest.url), maxSockets: 32 });
      const send = createSend({ exchange, token });
      const refused = await token.get();
      resetRequests();
      world.kafkaRest.faults.add({ call: '*', fault: { kind: 'status', status: 401 }, times: CALLERS });
      const settled = await thousand(() => send(listBrokers(), AbortSignal.timeout(20_000)));
      world.kafkaRest.faults.clear();
      close();
      world.note(settled[0]);
      assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, CALLERS);
      assert.equal(requests().token, 1);
      assert.notEqual((await token.get()).value, refused.value);
    },
  },
];
