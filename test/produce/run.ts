import assert from 'node:assert/strict';
import { Tally } from '../seed/tally.ts';
import { startApp } from '../support/app.ts';
import { accountAmidFaults } from './account.ts';

/** The accounting of ten thousand produces: `node test/produce/run.ts`. The last line has the counts. */
const PRODUCES = 10_000;
const tally = new Tally('produce');
const app = await startApp();
for (const batching of ['true', 'false']) {
  await tally.check(`${PRODUCES} produces are told the truth, with KAFKA_BATCHING=${batching}`, async () => {
    const { lies, ...sums } = await accountAmidFaults(app, PRODUCES, batching);
    console.log(JSON.stringify(sums));
    assert.deepEqual(lies, []);
    // Where one of these did not come up, nothing was tried.
    assert.ok(sums.accepted > 1000 && sums.notWritten > 100);
    assert.ok(sums.unknownButWritten > 10 && sums.unknownAndAbsent > 10);
  });
}
await app.close();
process.exitCode = tally.end();
