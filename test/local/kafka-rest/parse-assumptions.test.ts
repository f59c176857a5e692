import { describe, expect, it } from '@jest/globals';
import { parseAssumptions } from '../../../local/kafka-rest/parse-assumptions.ts';

describe('assumptions on the command line', () => {
  it('are name=value', () => {
    expect(parseAssumptions(['no-token=403', 'null-key-form=absent'])).toEqual({
      'no-token': '403',
      'null-key-form': 'absent',
    });
  });

  it.each([
    ['no-token', 'say name=value'],
    ['=403', 'say name=value'],
    ['constructor=1', 'say name=value'],
    ['no-token=200', 'choose one of 401, 403'],
  ])('refuse %s', (text, why) => {
    expect(() => parseAssumptions([text])).toThrow(why);
  });
});
