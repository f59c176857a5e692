import { Tally } from '../seed/tally.ts';
import { large } from './large.ts';
import { thirtyDays } from './thirty-days.ts';
import { twoHosts } from './two-hosts.ts';

/**
 * Housekeeping where it takes longer than a test may: `node test/housekeeping/run.ts large|twoHosts|thirtyDays`. The last
 * line has the counts. One part in a process: @azure/identity keeps to the first identity endpoint that it met.
 */
const parts = { large, twoHosts, thirtyDays };
const name = process.argv[2] ?? '';
const part = Object.entries(parts).find(([known]) => known === name)?.[1];
if (part === undefined) {
  console.error(`Say one of ${Object.keys(parts).join(', ')}.`);
  process.exitCode = 2;
} else {
  const tally = new Tally('housekeeping');
  await part(tally);
  process.exitCode = tally.end();
}
