import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createDependencies } from '../shared/dependencies.ts';
import { AppError } from '../shared/errors.ts';
import { toMarkdown } from '../shared/housekeeping/markdown.ts';
import type { Report } from '../shared/housekeeping/report.ts';

const help = `npm run -s housekeeping -- plan [--json] [--settings local.settings.json]

Compares the cluster with the declared topics, as the timer does, and prints what a run would find and do.
It writes nothing. Settings come from the environment, and from the Values of --settings where it lacks them.

Exit code: 0 nothing to do, 3 differences (findings that are errors or warnings), 1 it failed.`;

const EXIT = { nothingToDo: 0, failed: 1, differences: 3 };
const BUDGET_MS = 10 * 60_000;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, settings: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help === true) {
    console.log(help);
    return EXIT.nothingToDo;
  }
  if (positionals.join(' ') !== 'plan') throw new Error(`Say plan.\n\n${help}`);
  const { housekeeping } = createDependencies(await environment(values.settings));
  const report = await housekeeping.plan(AbortSignal.timeout(BUDGET_MS));
  console.log(values.json === true ? JSON.stringify(report, null, 2) : toMarkdown(report));
  return exitCodeOf(report);
}

/** What was not seen whole says nothing of differences, and nothing of there being none. */
function exitCodeOf({ counts, partial }: Report): number {
  if (counts.error + counts.warning > 0) return EXIT.differences;
  return partial === null ? EXIT.nothingToDo : EXIT.failed;
}

async function environment(path: string | undefined): Promise<NodeJS.ProcessEnv> {
  if (path === undefined) return process.env;
  const { Values = {} } = JSON.parse(await readFile(path, 'utf8')) as { Values?: Record<string, string> };
  return { ...Values, ...process.env };
}

function linesOf(error: unknown): string[] {
  const faults = error instanceof AppError ? (error.options.faults ?? []) : [];
  if (faults.length > 0) return faults.map(({ detail }) => detail);
  return [error instanceof Error ? error.message : String(error)];
}

try {
  process.exitCode = await main();
} catch (error) {
  for (const line of linesOf(error)) console.error(line);
  process.exitCode = EXIT.failed;
}
