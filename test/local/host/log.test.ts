import { describe, expect, it } from '@jest/globals';
import { createLog } from '../../../local/host/log.ts';

function lines(levels: Record<string, string>, category: string, verbose = false): string {
  let text = '';
  const now = () => new Date(0);
  const log = createLog({ levels, verbose, now, write: (line) => (text += line) }).of(category);
  for (const level of ['debug', 'info', 'warn', 'error'] as const) log(level, level);
  return text;
}

const stamp = '[1970-01-01T00:00:00.000Z]';

describe('the log', () => {
  it('writes time and text, from information up', () => {
    expect(lines({}, 'Host')).toBe(`${stamp} info\n${stamp} warn\n${stamp} error\n`);
  });

  it('follows the longest category of host.json that fits', () => {
    const levels = { default: 'None', Function: 'Error', 'Function.orders.User': 'Debug', Func: 'Trace' };
    expect(lines(levels, 'Host')).toBe('');
    expect(lines(levels, 'Function.other.User')).toBe(`${stamp} error\n`);
    expect(lines(levels, 'Function.orders.User')).toContain('debug');
  });

  it('writes all when verbose', () => {
    expect(lines({ default: 'Error' }, 'Host', true)).toContain('debug');
  });
});
