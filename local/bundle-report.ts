import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { buildApp } from './build.ts';

const root = join(import.meta.dirname, '..');

/** A package's part of what ships: file → bytes in it. The app's own code is `own`. */
export interface Share {
  readonly name: string;
  /** As the package says itself. */
  readonly licence: string;
  readonly bytes: ReadonlyMap<string, number>;
}

/** Builds what ships and tells what is in it, by package; the largest first. */
export async function reportBundle(): Promise<readonly Share[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  try {
    const shares = await sharesOf(await buildApp(folder));
    return shares.toSorted((a, b) => total(b) - total(a) || a.name.localeCompare(b.name));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function sharesOf(built: ReadonlyMap<string, Metafile>): Promise<Share[]> {
  const shares = new Map<string, { licence: string; bytes: Map<string, number> }>();
  for (const [file, { outputs }] of built) {
    const [output] = Object.values(outputs).filter(({ entryPoint }) => entryPoint !== undefined);
    for (const [path, { bytesInOutput }] of Object.entries(output?.inputs ?? {})) {
      if (bytesInOutput === 0) continue;
      const [folder = '', name = 'own'] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
      const share = shares.get(name) ?? {
        licence: await licenceIn(folder),
        bytes: new Map<string, number>(),
      };
      share.bytes.set(file, (share.bytes.get(file) ?? 0) + bytesInOutput);
      shares.set(name, share);
    }
  }
  return [...shares].map(([name, share]) => ({ name, ...share }));
}

async function licenceIn(folder: string): Promise<string> {
  const manifest = await readFile(join(root, folder, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { license?: string }).license ?? 'none';
}

function total({ bytes }: Share): number {
  return [...bytes.values()].reduce((sum, part) => sum + part, 0);
}

if (import.meta.main) {
  const shares = await reportBundle();
  const files = [...new Set(shares.flatMap(({ bytes }) => [...bytes.keys()]))].sort();
  const kilobytes = (bytes: number | undefined) => (bytes === undefined ? '' : (bytes / 1000).toFixed(1));
  console.log(
    `| package | licence | ${files.join(' | ')} |\n| --- | --- | ${files.map(() => '--:').join(' | ')} |`,
  );
  for (const { name, licence, bytes } of shares) {
    console.log(`| ${name} | ${licence} | ${files.map((file) => kilobytes(bytes.get(file))).join(' | ')} |`);
  }
}
