import { copyFile, cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '..');

/** What the app imports on demand: a file of its own, because each start would pay for reading it. */
const onDemand = { module: 'shared/telemetry/start.ts', file: 'telemetry.cjs' };

const options: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  // The core module is the host's own: it is there only at run time.
  external: ['@azure/functions-core'],
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: true,
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
};

const leaveOnDemand: Plugin = {
  name: 'leave-on-demand',
  setup: (bundle) => {
    bundle.onResolve({ filter: /\.ts$/ }, ({ path, resolveDir, kind }) =>
      kind === 'dynamic-import' && join(resolveDir, path) === join(root, onDemand.module)
        ? { path: `./${onDemand.file}`, external: true }
        : undefined,
    );
  },
};

/** Bundles the app below `folder`: `main` of package.json, and beside it what is loaded on demand. */
export async function buildApp(folder = root): Promise<void> {
  const dist = join(folder, 'dist');
  await Promise.all([
    build({
      ...options,
      entryPoints: [join(root, 'functions/index.ts')],
      outfile: join(dist, 'index.cjs'),
      plugins: [leaveOnDemand],
    }),
    build({ ...options, entryPoints: [join(root, onDemand.module)], outfile: join(dist, onDemand.file) }),
  ]);
}

/** Builds into a folder that a host can run by itself, as the deployed package is. */
export async function buildAppFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files = ['host.json', 'package.json'];
  await Promise.all([
    buildApp(folder),
    cp(join(root, 'config'), join(folder, 'config'), { recursive: true }),
    ...files.map((name) => copyFile(join(root, name), join(folder, name))),
  ]);
}

if (import.meta.main) await buildApp();
