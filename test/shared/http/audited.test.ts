import { expect, jest, test } from '@jest/globals';
import { AppError } from '../../../shared/errors.ts';
import { json } from '../../../shared/http/handle.ts';
import { audited } from '../../../shared/http/audited.ts';
import { call } from '../../support/app.ts';

test('a call whose row cannot be written is answered all the same, and the log has the row', async () => {
  const error = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const down = () => Promise.reject(new AppError('storage-unavailable', 'down'));
  const answer = await call(
    audited(
      'createTopic',
      () => json(201, {}),
      () => down,
    ),
    { params: { topic: 't' }, isDescribed: false },
  );
  const line: unknown = error.mock.calls[0]?.[0];
  error.mockRestore();
  expect(answer.status).toBe(201);
  expect(line).toMatch(
    /^audit-not-written \(storage-unavailable\): .*"what":"createTopic","ids":\["t"\],"result":"done"/,
  );
});

test('a call that fails in a way nobody knows is said to have failed', async () => {
  const results: string[] = [];
  const audit = ({ result }: { readonly result: string }) => {
    results.push(result);
    return Promise.resolve();
  };
  const failing = () => Promise.reject(new Error('secret'));
  expect((await call(audited('it', failing, () => audit))).status).toBe(500);
  expect(results).toEqual(['internal-error']);
});
