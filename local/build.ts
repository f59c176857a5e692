import { copyFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '..');

/** What the app imports on demand: files of their own, because each start would pay for reading them. */
const onDemand = [
  { module: 'shared/telemetry/start.ts', file: 'telemetry.cjs', options: {} },
  { module: 'description/document.ts', file: 'description.cjs', options: {} },
  { module: 'shared/housekeeping/kafka-admin.ts', file: 'kafka-admin.cjs', options: kafkaClient() },
];

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

// The Kafka client asks where its file is, which CommonJS says in another way, and brings its WebAssembly as a file or built in.
function kafkaClient(): BuildOptions {
  return {
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    alias: { '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled' },
  };
}

const leaveOnDemand: Plugin = {
  name: 'leave-on-demand',
  setup: (bundle) => {
    bundle.onResolve({ filter: /\.ts$/ }, ({ path, resolveDir, kind }) => {
      if (kind !== 'dynamic-import') return undefined;
      const found = onDemand.find(({ module }) => join(resolveDir, path) === join(root, module));
      return found && { path: `./${found.file}`, external: true };
    });
  },
};

/**
 * Bundles the app below `folder`: `main` of package.json, and beside it what is loaded on demand. Gives what went into
 * each file, by the file's name.
 */
export async function buildApp(folder = root): Promise<ReadonlyMap<string, Metafile>> {
  const files = [
    { module: 'functions/index.ts', file: 'index.cjs', options: { plugins: [leaveOnDemand] } },
    ...onDemand,
  ];
  const built = files.map(async ({ module, file, options: own }) => {
    const entry = { entryPoints: [join(root, module)], outfile: join(folder, 'dist', file) };
    const { metafile } = await build({ ...options, ...own, ...entry, absWorkingDir: root, metafile: true });
    return [file, metafile] as const;
  });
  return new Map(await Promise.all(built));
}

/** Builds into a folder that a host can run by itself, as the deployed package is. */
export async function buildAppFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all([
    buildApp(folder),
    cp(join(root, 'config'), join(folder, 'config'), { recursive: true }),
    copyFile(join(root, 'host.json'), join(folder, 'host.json')),
    writeManifest(folder),
  ]);
}

// Without dependencies: a build in Azure would install them beside the bundle that has them already.
async function writeManifest(folder: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  const kept = ['name', 'version', 'description', 'license', 'private', 'type', 'main'];
  const own = Object.fromEntries(kept.map((name) => [name, manifest[name]]));
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(own, null, 2)}\n`);
}

if (import.meta.main) await buildApp();
