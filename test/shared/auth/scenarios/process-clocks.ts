/** The clocks of this process, which a scenario moves: MSAL and the SDKs ask `Date` themselves and take no other. */
export interface ProcessClocks {
  /** Time goes by, on both clocks and for everybody. */
  readonly pass: (ms: number) => void;
  /** This machine's wall clock is set to another time; no other clock is. */
  readonly jump: (ms: number) => void;
  /** It is right again. */
  readonly setRight: () => void;
  /** Epoch ms as the rest of the world has it. */
  readonly trueMs: () => number;
}

/** Takes over `Date` and `performance.now` for the rest of this process. */
export function takeClocks(): ProcessClocks {
  const wallMs = Date.now.bind(Date);
  const monotonicMs = performance.now.bind(performance);
  let passedMs = 0;
  let jumpedMs = 0;
  const now = () => wallMs() + passedMs + jumpedMs;
  globalThis.Date = new Proxy(Date, {
    construct: (date, args, newTarget) =>
      Reflect.construct(date, args.length === 0 ? [now()] : args, newTarget) as Date,
    get: (date, key) => (key === 'now' ? now : (Reflect.get(date, key) as unknown)),
  });
  performance.now = () => monotonicMs() + passedMs;
  return {
    pass: (ms) => {
      passedMs += ms;
    },
    jump: (ms) => {
      jumpedMs += ms;
    },
    setRight: () => {
      jumpedMs = 0;
    },
    trueMs: () => wallMs() + passedMs,
  };
}
