import { closedLoop, type Measured, openLoop, type ProduceOne } from './load.ts';
import type { ProxyOptions } from './proxy.ts';

export interface LoadCase {
  readonly name: string;
  readonly proxy: ProxyOptions;
  readonly recordsPerRequest: number;
  /** What the handler is held against: itself without batching, or bare axios where there is nothing to merge. */
  readonly handlerBaseline: 'unbatched' | 'axios';
  readonly run: (produce: ProduceOne) => Promise<Measured>;
}

const SECONDS = 1.5;

function closed(
  callers: number,
  proxy: ProxyOptions,
  more: { records?: number; seconds?: number } = {},
): LoadCase {
  const { records = 1, seconds = SECONDS } = more;
  const limit =
    proxy.capacityPerSecond === undefined
      ? `proxy at ${proxy.latencyMs ?? 0} ms`
      : `proxy of ${proxy.capacityPerSecond} calls/s`;
  return {
    name: `${callers} callers, ${limit}${records === 1 ? '' : `, ${records} records each`}`,
    proxy,
    recordsPerRequest: records,
    handlerBaseline: records === 1 && callers > 1 ? 'unbatched' : 'axios',
    run: (produce) => closedLoop(produce, callers, seconds),
  };
}

const few = { capacityPerSecond: 200 };

/** Single records of 1 KB but where it says otherwise. */
export const loads: readonly LoadCase[] = [
  closed(64, {}),
  closed(512, { latencyMs: 20 }),
  closed(16, few),
  closed(64, few),
  closed(128, few),
  // One round of all callers takes the baseline 2.6 s.
  closed(512, few, { seconds: 5 }),
  {
    name: '5,000/s, proxy at 20 ms',
    proxy: { latencyMs: 20 },
    recordsPerRequest: 1,
    handlerBaseline: 'unbatched',
    run: (produce) => openLoop(produce, 5000, SECONDS),
  },
  closed(1, {}),
  closed(4, { latencyMs: 20 }, { records: 100 }),
  closed(4, {}, { records: 100 }),
];
