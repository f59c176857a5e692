import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { buildAppFolder } from './build.ts';
import { type Entry, zip } from './zip.ts';

/** Where the package lies: unpacked, for a look into it and for azd, and as it is uploaded. */
export interface Package {
  readonly appFolder: string;
  readonly zipFile: string;
  readonly bytes: number;
}

/**
 * Builds below `folder` what runs in Azure (bundle, host.json, package.json, config; no node_modules) and packs it.
 * The same sources make the same bytes, wherever the folder is.
 */
export async function packageApp(folder: string): Promise<Package> {
  const appFolder = join(folder, 'app');
  const zipFile = join(folder, 'kafka-rest-functions.zip');
  await rm(appFolder, { recursive: true, force: true });
  await buildAppFolder(appFolder);
  const packed = zip(await filesBelow(appFolder));
  await writeFile(zipFile, packed);
  return { appFolder, zipFile, bytes: packed.length };
}

async function filesBelow(root: string): Promise<Entry[]> {
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = found.filter(isShipped).map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(
    paths.map(async (path) => ({
      path: relative(root, path).split(sep).join('/'),
      content: await readFile(path),
    })),
  );
}

// Source maps name the folders of the machine that made them, and nothing in Azure reads them.
function isShipped(one: { readonly name: string; isFile(): boolean }): boolean {
  return one.isFile() && !one.name.endsWith('.map');
}

if (import.meta.main) {
  const { zipFile, bytes } = await packageApp(join(import.meta.dirname, '..', '.local/package'));
  console.log(`${zipFile}: ${bytes} bytes`);
}
