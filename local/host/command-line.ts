import { StartError } from './start-error.ts';

/** `start` runs the app; the others print and end. */
export type Command = 'start' | 'version' | 'help';

export interface CommandLine {
  readonly command: Command;
  readonly port: number | undefined;
  readonly functions: readonly string[] | undefined;
  readonly scriptRoot: string;
  readonly enableAuth: boolean;
  readonly verbose: boolean;
  readonly keysFile: string | undefined;
  readonly messageLeaseMs: number;
  readonly earlyStreamErrors: boolean;
  readonly proxyTimeoutMs: number;
  /** Flags that were given and mean nothing here. */
  readonly ignored: readonly string[];
}

const known = [
  'version',
  'help',
  'port',
  'functions',
  'script-root',
  'enableauth',
  'verbose',
  'keys',
  'message-lease-seconds',
  'early-stream-errors',
  'proxy-timeout-seconds',
];

const aliases: Readonly<Record<string, string>> = {
  p: 'port',
  prefix: 'script-root',
  v: 'version',
  h: 'help',
};

/** How to call the host. */
export const usage = `Usage: start [flags]    Runs the function app in the current folder, as func start does.

  -p, --port <port>                   port to listen on (default: local.settings.json, else 7071; 0: a free one)
  --functions <name> ...              functions to load (default: all)
  --script-root <folder>              folder of the app
  --enableAuth                        ask for keys, as in Azure
  --verbose                           log everything
  --keys <file>                       keys to ask for (default: made for each run)
  --message-lease-seconds <s>         how long a queue message is taken for (default: 600)
  --early-stream-errors               answer at once where the real host lets the caller wait
  --proxy-timeout-seconds <s>         how long it lets the caller wait (default: 240)
  -v, --version   -h, --help
`;

/**
 * Reads what `func start` takes, and this host's own flags. Throws a StartError for a value that cannot be meant and for the
 * other commands of func.
 */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { words, flags } = readFlags(args);
  const one = (name: string): string | undefined => {
    const values = flags.get(name);
    if (values?.length === 0) throw new StartError(`--${name} needs a value.`);
    return values?.[0];
  };
  const seconds = (name: string, byDefault: number): number => {
    const value = one(name);
    const parsed = value === undefined ? byDefault : Number(value);
    if (!(parsed > 0)) throw new StartError(`--${name} must be a number of seconds above 0.`);
    return parsed * 1000;
  };
  return {
    command: readCommand(words, flags),
    port: port(one('port')),
    functions: flags.get('functions'),
    scriptRoot: one('script-root') ?? '.',
    enableAuth: isOn(flags.get('enableauth')),
    verbose: isOn(flags.get('verbose')),
    keysFile: one('keys'),
    // The real queue listener takes a message for ten minutes.
    messageLeaseMs: seconds('message-lease-seconds', 600),
    earlyStreamErrors: isOn(flags.get('early-stream-errors')),
    proxyTimeoutMs: seconds('proxy-timeout-seconds', 240),
    ignored: [...flags.keys()].filter((name) => !known.includes(name)),
  };
}

function readCommand(words: readonly string[], flags: ReadonlyMap<string, unknown>): Command {
  if (flags.has('help') || words[0] === 'help') return 'help';
  if (flags.has('version')) return 'version';
  const text = words.join(' ');
  if (['', 'start', 'host start'].includes(text)) return 'start';
  throw new StartError(
    `"${text}" is a matter for Azure Functions Core Tools: this host knows "start" alone.`,
  );
}

// Words before the first flag are the command; a flag's values run up to the next flag.
function readFlags(args: readonly string[]): { words: string[]; flags: Map<string, string[]> } {
  const flags = new Map<string, string[]>();
  const words: string[] = [];
  let values = words;
  for (const arg of args) {
    const [, name, value] = /^--?([a-z][\w-]*)(?:=(.*))?$/is.exec(arg) ?? [];
    if (name === undefined) {
      values.push(arg);
      continue;
    }
    values = value === undefined ? [] : [value];
    flags.set(aliases[name.toLowerCase()] ?? name.toLowerCase(), values);
  }
  return { words, flags };
}

function isOn(values: readonly string[] | undefined): boolean {
  return values !== undefined && values[0] !== 'false';
}

function port(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text) || Number(text) > 65_535)
    throw new StartError('--port must be a number up to 65535.');
  return Number(text);
}
