import { Tally } from '../seed/tally.ts';
import { large } from './large.ts';
import { thirtyDays } from './thirty-days.ts';
import { twoHosts } from './two-hosts.ts';

/**
 * Housekeeping where it takes longer than a test may: `node test/housekeeping/run.ts [large] [twoHosts] [thirtyDays]`. The last line has the counts.
 */
const tally = new Tally('housekeeping');
const parts = { large, twoHosts, thirtyDays };
const asked = process.argv.slice(2);
for (const [name, part] of Object.entries(parts)) {
  if (asked.length === 0 || asked.includes(name)) await part(tally);
}
process.exitCode = tally.end();
