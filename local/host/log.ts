import type { Log } from './function.ts';

const order = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none'];
const rank = { debug: 1, info: 2, warn: 3, error: 4 } as const;

/** Everything the host writes to stdout goes through one of these. */
export interface HostLog {
  /** Lines that Core Tools writes without a time: banners and the list of functions. */
  readonly print: (text: string) => void;
  /** The log of one category, such as `Worker` or `Function.orders.User`. */
  readonly of: (category: string) => Log;
}

export interface LogOptions {
  readonly write: (text: string) => void;
  readonly now?: () => Date;
  /** host.json's `logging.logLevel`. */
  readonly levels: Readonly<Record<string, string>>;
  readonly verbose: boolean;
}

/** Lines as Core Tools writes them: `[2026-01-31T10:00:00.000Z] text`. */
export function createLog({ write, now = () => new Date(), levels, verbose }: LogOptions): HostLog {
  const logs = new Map<string, Log>();
  const make = (category: string): Log => {
    const least = verbose ? rank.debug : threshold(levels, category);
    return (level, message) => {
      if (rank[level] >= least) write(`[${now().toISOString()}] ${message}\n`);
    };
  };
  return {
    print: (text) => {
      write(`${text}\n`);
    },
    of: (category) => {
      const log = logs.get(category) ?? make(category);
      logs.set(category, log);
      return log;
    },
  };
}

// The longest category that begins the wanted one decides, as in .NET.
function threshold(levels: LogOptions['levels'], category: string): number {
  const wanted = `${category.toLowerCase()}.`;
  const [match] = Object.entries(levels)
    .filter(([name]) => wanted.startsWith(`${name.toLowerCase()}.`))
    .sort(([a], [b]) => b.length - a.length);
  const level = match?.[1] ?? levels['default'] ?? 'Information';
  const known = order.indexOf(level.toLowerCase());
  return known < 0 ? rank.info : known;
}
