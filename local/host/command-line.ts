import { StartError } from './start-error.ts';

export interface CommandLine {
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

const aliases: Readonly<Record<string, string>> = { p: 'port', prefix: 'script-root' };

/** Reads what `func start` takes, and this host's own flags; throws a StartError for a value that cannot be meant. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const flags = readFlags(args);
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

// Words such as `host start` before the first flag are the command; a flag's values run up to the next flag.
function readFlags(args: readonly string[]): Map<string, string[]> {
  const flags = new Map<string, string[]>();
  let values: string[] = [];
  for (const arg of args) {
    const [, name, value] = /^--?([a-z][\w-]*)(?:=(.*))?$/is.exec(arg) ?? [];
    if (name === undefined) {
      values.push(arg);
      continue;
    }
    values = value === undefined ? [] : [value];
    flags.set(aliases[name.toLowerCase()] ?? name.toLowerCase(), values);
  }
  return flags;
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
