import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAppFolder } from '../../local/build.ts';
import { startFunctionHost } from '../../local/function-host.ts';
import { type StandIns, startStandIns } from '../../local/stand-ins.ts';

export interface RunningApp {
  /** Up to `/api`. */
  readonly url: string;
  readonly standIns: StandIns;
  readonly close: () => Promise<void>;
}

/** The built app in the local host, whose CORS setting lets pages of one origin read its answers. */
export async function startRunningApp(allowedOrigin: string): Promise<RunningApp> {
  const folder = await mkdtemp(join(tmpdir(), 'browser-app-'));
  await buildAppFolder(folder);
  const settings = { IsEncrypted: false, Values: {}, Host: { CORS: allowedOrigin } };
  await writeFile(join(folder, 'local.settings.json'), JSON.stringify(settings));
  const standIns = await startStandIns({ folder, kafkaRest: { metadata: { refreshMs: 0 } } });
  const host = await startFunctionHost({
    kind: 'local',
    appFolder: folder,
    port: 0,
    environment: standIns.environment,
    print: () => undefined,
  });
  return {
    url: `${host.url}/api`,
    standIns,
    close: async () => {
      await host.stop();
      await standIns.close();
      await rm(folder, { recursive: true });
    },
  };
}
