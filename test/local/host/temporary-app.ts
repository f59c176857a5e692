import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const scratch = join(import.meta.dirname, '../../../.local/test');

/** Writes files into a folder within the repository, where apps find the library; `remove` deletes it. */
export function temporaryApp(files: Record<string, string>): { folder: string; remove: () => void } {
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(join(scratch, 'host-app-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
