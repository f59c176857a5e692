import { describe } from '@jest/globals';
import { describeTablePromises } from './table-promises.ts';
import { memoryTable } from '../../support/memory-table.ts';

describe('The table in memory', () => {
  describeTablePromises(() => {
    const all = memoryTable();
    return { open: (pageRows = 1000) => all.paged(pageRows) };
  });
});
