import { describe, expect, it } from '@jest/globals';
import { type Assumption, assumptions, assume } from '../../../local/kafka-rest/assumptions.ts';

const rows = Object.entries(assumptions) as [string, Assumption][];

describe('assumptions', () => {
  it.each(rows)('%s asks a question, and has its default among several options', (name, row) => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(row.question).toMatch(/[?.]$/);
    expect(new Set(row.options).size).toBeGreaterThan(1);
    expect(row.options).toContain(row.default);
  });

  it('are the defaults but for what is chosen otherwise', () => {
    const assumed = assume({ 'no-token': '403' });
    expect(assumed).toMatchObject({ 'no-token': '403', 'not-in-group': '403', 'bad-token': '401' });
    expect(Object.keys(assumed)).toHaveLength(rows.length);
  });
});
