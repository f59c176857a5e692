/** How slowly a body may come. */
export interface BodyPace {
  /** Without a byte. */
  readonly idleMs: number;
  /** All of it. */
  readonly maxMs: number;
  /** Undefined: as slowly as its sender likes, who may wait for what is to be sent. */
  readonly floor?: { readonly afterMs: number; readonly bytesPerSecond: number };
}

/** Of a whole body, which nobody has to wait for: a slow mobile network sends ten times as fast as the floor. */
export const WHOLE_BODY: BodyPace = {
  idleMs: 30_000,
  maxMs: 200_000,
  floor: { afterMs: 30_000, bytesPerSecond: 1024 },
};

/** Of lines that are sent as they arise: whoever reads them ends them. */
export const LINES: BodyPace = { idleMs: 30_000, maxMs: Infinity };

/** How long may be waited for the next byte, and what is to be said then. */
export interface Patience {
  readonly ms: number;
  readonly complaint: string;
}

/** After `waitedMs` were spent waiting for `bytes`; what their reader took of the time is not the sender's. */
export function patience({ idleMs, maxMs, floor }: BodyPace, waitedMs: number, bytes: number): Patience {
  const limits = [
    { ms: idleMs, complaint: `No byte of the body came for ${idleMs / 1000} seconds.` },
    {
      ms: maxMs - waitedMs,
      complaint: `The body took longer than ${maxMs / 1000} seconds: send it in several requests.`,
    },
  ];
  if (floor !== undefined) {
    const { afterMs, bytesPerSecond } = floor;
    limits.push({
      ms: afterMs + (bytes / bytesPerSecond) * 1000 - waitedMs,
      complaint: `The body came at less than ${bytesPerSecond} bytes a second, after the first ${afterMs / 1000} seconds: send it faster, or as application/x-ndjson, line by line.`,
    });
  }
  return limits.reduce((first, limit) => (limit.ms < first.ms ? limit : first));
}
