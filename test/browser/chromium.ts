import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { follow } from '../../local/child-process.ts';

const program = '/usr/bin/chromium';

/** Whether Debian's package is installed. */
export const hasChromium = existsSync(program);

/** Shows a page in a browser of its own, which knows no other host than this machine; ends with what is called. */
export async function browse(url: string): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'browser-'));
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--remote-debugging-port=0',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    `--user-data-dir=${folder}`,
  ];
  const browser = follow(program, [...flags, url]);
  // Nobody reads what it prints, and a full pipe would stop it.
  browser.process.stdout?.resume();
  browser.process.stderr?.resume();
  return async () => {
    await browser.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}
