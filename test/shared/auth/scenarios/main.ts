/**
 * Runs all scenarios of one mode in this process: `node main.ts secret|certificate|federated`. Prints one line of JSON
 * for each: `{"name","failure"?,"tookMs"}`.
 */
import { everyMode } from './scenario.ts';
import { scenarios } from './table.ts';
import { startWorld } from './world.ts';

const mode = everyMode.find((one) => one === process.argv[2]);
if (mode === undefined) throw new Error(`Give one of ${everyMode.join(', ')}`);
const world = await startWorld(mode);
for (const { name, modes, check } of scenarios) {
  if (!modes.includes(mode)) continue;
  const started = process.hrtime.bigint();
  const failure = await check(world).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : 'no error'),
  );
  world.clocks.setRight();
  for (const { faults } of [world.entra, world.keyVault, world.managedIdentity]) faults.clear();
  world.print(JSON.stringify({ name, failure, tookMs: Number(process.hrtime.bigint() - started) / 1e6 }));
}
await world.close();
