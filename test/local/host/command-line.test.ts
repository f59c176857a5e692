import { describe, expect, it } from '@jest/globals';
import { parseCommandLine, usage } from '../../../local/host/command-line.ts';

describe('the command line', () => {
  it('is that of func start', () => {
    const args = 'host start -p 7072 --functions a b --enableAuth --prefix app --verbose'.split(' ');
    expect(parseCommandLine(args)).toMatchObject({
      port: 7072,
      functions: ['a', 'b'],
      enableAuth: true,
      scriptRoot: 'app',
      verbose: true,
      ignored: [],
    });
  });

  it('has flags of its own, with the times of the real host as defaults', () => {
    expect(parseCommandLine(['start'])).toMatchObject({
      port: undefined,
      messageLeaseMs: 600_000,
      proxyTimeoutMs: 240_000,
      earlyStreamErrors: false,
    });
    const args = ['--message-lease-seconds', '0.5', '--early-stream-errors', '--keys', 'k.json', '--port=0'];
    expect(parseCommandLine(args)).toMatchObject({
      port: 0,
      messageLeaseMs: 500,
      earlyStreamErrors: true,
      keysFile: 'k.json',
    });
  });

  it('names the flags of func that mean nothing here, and does not trip over their values', () => {
    expect(
      parseCommandLine(['start', '--language-worker', '--', '--timeout', '20', '-p', '1']),
    ).toMatchObject({
      port: 1,
      ignored: ['language-worker', 'timeout'],
    });
  });

  it.each([
    [[], 'start'],
    [['start', '--verbose'], 'start'],
    [['--version'], 'version'],
    [['-v'], 'version'],
    [['host', 'start', '--help'], 'help'],
    [['help'], 'help'],
  ])('%j means %s', (args, command) => {
    expect(parseCommandLine(args).command).toBe(command);
  });

  it('explains each of its flags', () => {
    const flags = [...usage.matchAll(/(--?[a-zA-Z-]+)/g)].map(([flag]) => flag);
    expect(flags).toContain('--enableAuth');
    expect(parseCommandLine(flags.flatMap((flag) => [flag, '1'])).ignored).toEqual([]);
  });

  it.each([
    [
      ['settings', 'add', 'NAME', 'value'],
      '"settings add NAME value" is a matter for Azure Functions Core Tools',
    ],
    [['--port', 'x'], '--port must be a number up to 65535.'],
    [['--port'], '--port needs a value.'],
    [['--message-lease-seconds', '0'], '--message-lease-seconds must be a number of seconds above 0.'],
  ])('%j is refused', (args, reason) => {
    expect(() => parseCommandLine(args)).toThrow(reason);
  });
});
