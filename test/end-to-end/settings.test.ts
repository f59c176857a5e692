import { expect, test } from '@jest/globals';
import { startRunningApp } from '../support/running-app.ts';

const WRONG = 'a-text-that-no-answer-may-show';

test('with all settings wrong or missing the functions load, and the answer names every bad one, never its text', async () => {
  const names = [
    'KAFKA_REST_URL',
    'KAFKA_REST_TENANT_ID',
    'KAFKA_REST_CLIENT_ID',
    'KEY_VAULT_URI',
    'KAFKA_REST_AUTH_MODE',
    'KAFKA_REST_TIMEOUT_SECONDS',
    'KAFKA_ALLOW_INTERNAL_TOPICS',
    'KAFKA_NO_SUCH_SETTING',
    'AZURE_AUTHORITY_HOST',
    'AZURE_TOKEN_CREDENTIALS',
  ];
  const settings = Object.fromEntries(names.map((name) => [name, `${WRONG} !`]));
  const app = await startRunningApp({ settings: { ...settings, KAFKA_REST_TENANT_ID: '' } });
  try {
    expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
    const answer = await fetch(`${app.url}/topics`);
    const text = await answer.text();
    const { code, errors } = JSON.parse(text) as { code: string; errors: { parameter: string }[] };
    expect(answer.status).toBe(500);
    expect(code).toBe('settings-invalid');
    expect(errors.map(({ parameter }) => parameter).sort()).toEqual(names.sort());
    expect(text + app.output()).not.toContain(WRONG);
  } finally {
    await app.close();
  }
}, 60_000);
