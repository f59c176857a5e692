import { expect, test } from '@jest/globals';
import { deleteTopic } from '../../functions/http/delete-topic.ts';
import { call } from '../support/app.ts';

const remove = (topic: string) => call(deleteTopic, { method: 'DELETE', params: { topic } });

test('deleteTopic answers 405 with the methods there are and the command that an operator would run', async () => {
  const answer = await remove('orders.v1');
  expect(answer).toMatchObject({
    status: 405,
    headers: { allow: 'GET, HEAD, PUT' },
    body: { code: 'topic-delete-unsupported', retryable: false },
  });
  expect(answer.body['detail']).toMatch(/kafka-topics\.sh .*--delete --topic orders\.v1$/);
});

test.each(['a; rm -rf /', '$(id)', '`id`', '..', 'a b', ''])(
  'deleteTopic puts %j into no command',
  async (topic) => {
    expect((await remove(topic)).body['detail']).toMatch(/--delete --topic <topic>$/);
  },
);
