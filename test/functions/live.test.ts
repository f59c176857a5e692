import { expect, test } from '@jest/globals';
import { live } from '../../functions/http/live.ts';
import { call } from '../support/app.ts';

test('live says that the process answers, without settings and without asking anybody', async () => {
  expect(await call(live)).toMatchObject({ status: 200, text: '{"status":"ok"}', log: [] });
});

test('live answers HEAD without a body', async () => {
  expect(await call(live, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
});
