import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { ready } from '../../functions/http/ready.ts';
import { createDependencies } from '../../shared/dependencies.ts';
import { type App, call, startApp } from '../support/app.ts';

let app: App;

beforeAll(async () => {
  app = await startApp();
});
afterEach(() => {
  app.standIns.kafkaRest.faults.clear();
  app.standIns.keyVault.faults.clear();
});
afterAll(() => app.close());

/** Asks an app that has just started: what is ready is kept for some seconds. */
async function ask(settings: Record<string, string> = {}) {
  const dependencies = createDependencies({ ...app.standIns.environment, ...settings });
  return call((request) => ready(request, dependencies));
}

test('ready is 200 when a token can be had and the proxy answers', async () => {
  const ok = { status: 'ok' };
  expect(await ask()).toMatchObject({
    status: 200,
    body: {
      status: 'ok',
      checks: [
        { name: 'token', ...ok },
        { name: 'proxy', ...ok },
      ],
    },
  });
});

test('ready is 503 and names the proxy when it fails', async () => {
  app.standIns.kafkaRest.faults.add({ call: 'status', fault: { kind: 'status', status: 500 } });
  const answer = await ask();
  expect(answer).toMatchObject({
    status: 503,
    body: {
      status: 'failed',
      checks: [
        { name: 'token', status: 'ok' },
        { name: 'proxy', status: 'failed', cause: 'status answered 500.' },
      ],
    },
  });
});

test('ready is 503 and says what an operator has to mend in the vault, without the secret', async () => {
  const answer = await ask({ KAFKA_REST_SECRET_NAME: 'absent' });
  expect(answer).toMatchObject({ status: 503, body: { status: 'failed' } });
  expect(answer.text).toMatch(/secret absent: not there; store/);
  expect(answer.text).not.toContain(app.standIns.clientSecret);
});

test('ready is 503 and names the registration when its secret is refused, without the secret', async () => {
  const answer = await ask({ KAFKA_REST_CLIENT_SECRET: 'hidden-secret' });
  expect(answer.status).toBe(503);
  expect(answer.text).toContain(app.standIns.environment['KAFKA_REST_CLIENT_ID']);
  expect(answer.text + answer.log.join()).not.toContain('hidden-secret');
});
