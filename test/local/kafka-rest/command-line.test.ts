import { describe, expect, it } from '@jest/globals';
import { readCommand, readFlags } from '../../../local/kafka-rest/command-line.ts';

const command = (...args: string[]) => readCommand(readFlags(args));

describe('command line', () => {
  it('listens on 9400 and checks nothing only when told so', async () => {
    expect(await command('--no-auth')).toEqual({
      options: { port: 9400, tokens: 'unchecked', assume: {}, metadata: {} },
      memory: {},
      topics: [],
    });
  });

  it('reads all that can be said', async () => {
    const { options, memory, topics } = await command(
      ...['--port', '0', '--host', '::1', '--jwks-url', 'http://localhost:1/keys', '--issuer', 'i'],
      ...['--audience', 'a', '--member', 'm', '--member', 'n', '--topic', 'orders:3', '--topic', 'other'],
      ...['--brokers', '4', '--max-bytes', '1000', '--refresh-ms', '10', '--nodes', '2'],
      ...['--latency-ms', '5', '--latency-ms', 'produce=9', '--capacity-per-second', '50'],
      ...['--max-queued', '7', '--assume', 'no-token=403'],
    );
    expect(options).toMatchObject({
      port: 0,
      host: '::1',
      tokens: {
        keys: { jwksUrl: 'http://localhost:1/keys' },
        issuer: 'i',
        audience: 'a',
        membership: { members: ['m', 'n'] },
      },
      assume: { 'no-token': '403' },
      metadata: { refreshMs: 10, nodeCount: 2 },
      latencyMs: { produce: 9, consume: 5 },
      capacityPerSecond: 50,
      maxQueued: 7,
    });
    expect(memory).toEqual({ brokerCount: 4, maxBytes: 1000 });
    expect(topics).toEqual([{ name: 'orders', partitionCount: 3 }, { name: 'other' }]);
  });

  it('has a log in memory unless it is told of a Kafka', async () => {
    expect((await command('--no-auth')).kafka).toBeUndefined();
    expect((await command('--no-auth', '--kafka', 'a:1,b:2')).kafka).toBe('a:1,b:2');
  });

  it('takes a group instead of members', async () => {
    const { options } = await command('--jwks-url', 'http://localhost:1', '--group-id', 'g');
    expect(options.tokens).toMatchObject({ membership: { groupId: 'g' } });
  });

  it.each([
    [['--bogus'], '--bogus'],
    [[], '--jwks-url'],
    [['--jwks-url', 'nowhere'], '--jwks-url'],
    [['--jwks-url', 'http://localhost:1'], '--group-id'],
    [['--jwks-url', 'http://localhost:1', '--group-id', 'g', '--member', 'm'], '--group-id'],
    [['--no-auth', '--port', '-1'], '--port'],
    [['--no-auth', '--port', 'http'], '--port http: say a whole number from 0 on'],
    [['--no-auth', '--nodes', '0'], '--nodes 0'],
    [['--no-auth', '--kafka', 'a:1', '--brokers', '2'], '--brokers is for the log in memory'],
    [['--no-auth', '--max-bytes', '9', '--kafka', 'a:1'], '--max-bytes is for the log in memory'],
    [['--no-auth', '--latency-ms', 'fetch=5'], '--latency-ms fetch=5'],
    [['--no-auth', '--topic', 'a:b'], '--topic a:b'],
    [['--no-auth', '--assume', 'sky=blue'], '--assume sky=blue'],
  ])('says what is wrong with %p', async (args, why) => {
    await expect((async () => command(...args))()).rejects.toThrow(why);
  });
});
