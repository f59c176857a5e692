import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');

/**
 * Bundles the app into one file, `main` of package.json below `folder`. The core module is the host's own: it is
 * there only at run time.
 */
export async function buildApp(folder = root): Promise<void> {
  await build({
    entryPoints: [join(root, 'functions/index.ts')],
    outfile: join(folder, 'dist/index.cjs'),
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['@azure/functions-core'],
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  });
}

/** Builds into a folder that a host can run by itself, as the deployed package is. */
export async function buildAppFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files = ['host.json', 'package.json'];
  await Promise.all([
    buildApp(folder),
    ...files.map((name) => copyFile(join(root, name), join(folder, name))),
  ]);
}

if (import.meta.main) await buildApp();
