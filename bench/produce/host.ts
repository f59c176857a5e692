import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildAppFolder } from '../../local/build.ts';
import { type FunctionHost, startFunctionHost } from '../../local/function-host.ts';
import type { StandIns } from '../../local/stand-ins.ts';
import type { Proxy } from './proxy.ts';

/** The built app, with the shipped settings, in a local host of its own process, on this proxy and on what `more` says. */
export async function startHost(
  folder: string,
  standIns: StandIns,
  proxy: Proxy,
  more: Readonly<Record<string, string>> = {},
): Promise<FunctionHost> {
  const caFile = join(folder, 'authorities.pem');
  await writeFile(caFile, [await readFile(standIns.caFile, 'utf8'), proxy.ca].join('\n'));
  const appFolder = join(folder, 'app');
  await buildAppFolder(appFolder);
  return startFunctionHost({
    kind: 'local',
    appFolder,
    port: 0,
    environment: {
      ...standIns.environment,
      KAFKA_REST_URL: proxy.url,
      NODE_EXTRA_CA_CERTS: caFile,
      ...more,
    },
    // What it logs as a failure says why a round fails.
    print: (text) => process.stderr.write(text.replace(/^.*(Executing|Executed|information).*\n/gm, '')),
  });
}
