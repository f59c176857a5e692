import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const help = `npm start -- [flags]       the whole app on this machine, with stand-ins for Azure

  --port N                 functions                    (7071)
  --rest-port N            Kafka REST proxy             (9400)
  --entra-port N           Entra                        (a free one)
  --vault-port N           Key Vault                    (a free one)
  --identity-port N        managed identity             (a free one)
  --kafka HOST:PORT        a real Kafka behind the proxy, in place of the log in memory
  --data DIR               keep what is in Azurite in this folder
  --folder DIR             build here and write ports.json here: for a second one beside the first
  --host local|func        this project's host, or Core Tools (local)
  --help`;

export interface StartFlags {
  readonly port: number;
  readonly restPort: number;
  readonly entraPort: number;
  readonly vaultPort: number;
  readonly identityPort: number;
  /** `host:port` of some brokers, with commas between. */
  readonly kafka: string | undefined;
  readonly dataFolder: string | undefined;
  readonly folder: string | undefined;
  readonly host: 'local' | 'func';
}

/** Reads the command line; `help` when it was asked for; throws an Error, one line, that names the bad flag. */
export function readStartFlags(args: readonly string[]): StartFlags | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '7071' },
      'rest-port': { type: 'string', default: '9400' },
      'entra-port': { type: 'string', default: '0' },
      'vault-port': { type: 'string', default: '0' },
      'identity-port': { type: 'string', default: '0' },
      kafka: { type: 'string' },
      data: { type: 'string' },
      folder: { type: 'string' },
      host: { type: 'string', default: 'local' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.host !== 'local' && values.host !== 'func') throw new Error('--host is local or func');
  return {
    port: port('--port', values.port),
    restPort: port('--rest-port', values['rest-port']),
    entraPort: port('--entra-port', values['entra-port']),
    vaultPort: port('--vault-port', values['vault-port']),
    identityPort: port('--identity-port', values['identity-port']),
    kafka: values.kafka,
    dataFolder: values.data,
    folder: values.folder === undefined ? undefined : resolve(values.folder),
    host: values.host,
  };
}

function port(flag: string, text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new Error(`${flag} is a number from 0 to 65535`);
  return Number(text);
}
