import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { zipSync } from 'fflate';
import { buildAppFolder } from './build.ts';

/** Where the package lies: unpacked, for a look into it and for azd, and as it is uploaded. */
export interface Package {
  readonly appFolder: string;
  readonly zipFile: string;
  readonly bytes: number;
}

// The first day that the format knows; readable for all who unpack it on Unix.
const SAME_WHENEVER_PACKED = { level: 9, mtime: new Date(1980, 0, 1), os: 3, attrs: 0o644 << 16 } as const;

/**
 * Builds below `folder` what runs in Azure (bundle, host.json, package.json, config; no node_modules) and packs it.
 * The same sources make the same bytes, wherever the folder is.
 */
export async function packageApp(folder: string): Promise<Package> {
  const appFolder = join(folder, 'app');
  const zipFile = join(folder, 'kafka-rest-functions.zip');
  await rm(appFolder, { recursive: true, force: true });
  await buildAppFolder(appFolder);
  const packed = zipSync(await filesBelow(appFolder), SAME_WHENEVER_PACKED);
  await writeFile(zipFile, packed);
  return { appFolder, zipFile, bytes: packed.length };
}

/** By path with `/` between its parts, in the order of the paths. */
async function filesBelow(root: string): Promise<Record<string, Uint8Array>> {
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = found.filter(isShipped).map(({ parentPath, name }) => join(parentPath, name));
  const files: Record<string, Uint8Array> = {};
  for (const path of paths.toSorted())
    files[relative(root, path).split(sep).join('/')] = await readFile(path);
  return files;
}

// Source maps name the folders of the machine that made them, and nothing in Azure reads them.
function isShipped(one: { readonly name: string; isFile(): boolean }): boolean {
  return one.isFile() && !one.name.endsWith('.map');
}

if (import.meta.main) {
  const { zipFile, bytes } = await packageApp(join(import.meta.dirname, '..', '.local/package'));
  console.log(`${zipFile}: ${bytes} bytes`);
}
