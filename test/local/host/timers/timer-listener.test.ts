import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Invocation, Listener, Log } from '../../../../local/host/function.ts';
import type { Pause } from '../../../../local/host/queues/pause.ts';
import { statusFile } from '../../../../local/host/timers/status-file.ts';
import { createTimerListener } from '../../../../local/host/timers/timer-listener.ts';
import { loadedFunction } from '../queues/loaded-function.ts';

let stateFolder: string;
const listeners: Listener[] = [];

beforeEach(async () => {
  stateFolder = await mkdtemp(join(tmpdir(), 'timers-'));
});

afterEach(async () => {
  await Promise.all(listeners.splice(0).map((listener) => listener.stop()));
  await rm(stateFolder, { recursive: true });
});

const at = (time: string): number => Date.parse(`2026-11-22T${time}Z`);

interface Trial {
  readonly startMs: number;
  readonly trigger?: Readonly<Record<string, unknown>>;
  readonly retryOptions?: unknown;
  /** How many waits pass at once, each moving the clock on; the next one lasts until the listener stops. */
  readonly waits: number;
  /** May move the clock on by returning milliseconds, or fail. */
  readonly handle?: (run: number) => number;
}

/** Runs a timer on a clock of its own until its waits are used up, and stops it. */
async function runTimer({ startMs, trigger = {}, retryOptions, waits, handle = () => 0 }: Trial) {
  let nowMs = startMs;
  const waitsMs: number[] = [];
  const invocations: { atMs: number; invocation: Invocation }[] = [];
  const log = jest.fn<Log>();
  const idle = Promise.withResolvers<undefined>();
  const pause: Pause = async (ms, signal) => {
    waitsMs.push(ms);
    if (waitsMs.length <= waits) {
      nowMs += Math.max(0, ms);
      return;
    }
    idle.resolve(undefined);
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
  };
  const fn = loadedFunction({ type: 'timerTrigger', schedule: '0 0 * * * *', ...trigger }, {}, retryOptions);
  const listener = createTimerListener(fn, {
    invoke: async (_fn, invocation) => {
      await Promise.resolve();
      invocations.push({ atMs: nowMs, invocation });
      nowMs += handle(invocations.length);
      return { invocationId: 'i1', outputs: [] };
    },
    applyOutputs: () => Promise.resolve(),
    ...{ log, stateFolder, hostId: 'app', pause, random: () => 0.5, now: () => nowMs },
  });
  listeners.push(listener);
  await listener.start();
  await idle.promise;
  await listener.stop();
  return { invocations, waitsMs, log };
}

function inputOf(invocation: Invocation | undefined): unknown {
  return JSON.parse(invocation?.inputs[0]?.data.json ?? 'null');
}

const file = () => statusFile(stateFolder, 'app', 'work');

describe('a timer trigger', () => {
  it('fires at each occurrence with the input of the host, and remembers its status', async () => {
    const { invocations, waitsMs } = await runTimer({ startMs: at('09:35'), waits: 2 });

    expect(invocations.map(({ atMs }) => atMs)).toEqual([at('10:00'), at('11:00')]);
    expect(waitsMs).toEqual([25 * 60_000, 60 * 60_000, 60 * 60_000]);
    expect(invocations[0]?.invocation.reason).toBe('Timer fired at 2026-11-22T10:00:00+00:00');
    expect(inputOf(invocations[0]?.invocation)).toEqual({
      Schedule: { AdjustForDST: true },
      ScheduleStatus: {
        Last: '0001-01-01T00:00:00+00:00',
        Next: '2026-11-22T10:00:00+00:00',
        LastUpdated: '2026-11-22T09:35:00+00:00',
      },
      IsPastDue: false,
    });
    expect(inputOf(invocations[1]?.invocation)).toMatchObject({
      ScheduleStatus: { Last: '2026-11-22T10:00:00+00:00', Next: '2026-11-22T11:00:00+00:00' },
    });
    expect(await file().read()).toEqual({
      lastMs: at('11:00'),
      nextMs: at('12:00'),
      lastUpdatedMs: at('11:00'),
    });
  });

  it('remembers its next occurrence before it has ever fired', async () => {
    await runTimer({ startMs: at('09:35'), waits: 0 });

    expect(await file().read()).toEqual({ nextMs: at('10:00'), lastUpdatedMs: at('09:35') });
  });

  it('fires once, as past due, for all that was missed while the host was down', async () => {
    await runTimer({ startMs: at('09:35'), waits: 0 });
    const { invocations } = await runTimer({
      startMs: at('13:20'),
      waits: 1,
      trigger: { runOnStartup: true },
    });

    expect(invocations.map(({ atMs }) => atMs)).toEqual([at('13:20'), at('14:00')]);
    expect(invocations.map(({ invocation }) => inputOf(invocation))).toEqual([
      expect.objectContaining({ IsPastDue: true }),
      expect.objectContaining({ IsPastDue: false }),
    ]);
  });

  it('is never past due when it is not monitored, and then has no status', async () => {
    const trigger = { useMonitor: false };
    await runTimer({ startMs: at('09:35'), waits: 0, trigger });
    const { invocations } = await runTimer({ startMs: at('13:20'), waits: 1, trigger });

    expect(invocations.map(({ atMs }) => atMs)).toEqual([at('14:00')]);
    expect(inputOf(invocations[0]?.invocation)).toMatchObject({ ScheduleStatus: null });
    expect(await file().read()).toBeUndefined();
  });

  it.each(['*/30 * * * * *', '0,59 0 * * * *', '00:00:59'])(
    'is not monitored below a minute: %s',
    async (schedule) => {
      await runTimer({ startMs: at('09:35'), waits: 0, trigger: { schedule } });

      expect(await file().read()).toBeUndefined();
    },
  );

  it.each(['0 * * * * *', '00:01:00'])('is monitored from a minute on: %s', async (schedule) => {
    await runTimer({ startMs: at('09:35'), waits: 0, trigger: { schedule } });

    expect((await file().read())?.nextMs).toBe(at('09:36'));
  });

  it('with runOnStartup fires at once, and not as past due', async () => {
    const { invocations } = await runTimer({
      startMs: at('09:35'),
      waits: 1,
      trigger: { runOnStartup: true },
    });

    expect(invocations.map(({ atMs }) => atMs)).toEqual([at('09:35'), at('10:00')]);
    expect(inputOf(invocations[0]?.invocation)).toMatchObject({ IsPastDue: false });
  });

  it('never overlaps: what a long run has overtaken becomes one run after it', async () => {
    const longFirst = (run: number): number => (run === 1 ? 3.5 * 3_600_000 : 0);
    const { invocations } = await runTimer({ startMs: at('09:35'), waits: 3, handle: longFirst });

    expect(invocations.map(({ atMs }) => atMs)).toEqual([at('10:00'), at('13:30'), at('14:00')]);
  });

  it('retries as its policy says before it takes up the schedule again', async () => {
    const retryOptions = { retryStrategy: 'fixedDelay', maxRetryCount: 1, delayInterval: { seconds: 5 } };
    const { invocations, log } = await runTimer({
      startMs: at('09:35'),
      waits: 3,
      retryOptions,
      handle: (run) => {
        if (run < 3) throw new Error('the function failed');
        return 0;
      },
    });

    expect(invocations.map(({ atMs }) => atMs)).toEqual([at('10:00'), at('10:00:05'), at('11:00')]);
    expect(invocations.map(({ invocation }) => invocation.retryContext)).toEqual([
      undefined,
      { retryCount: 1, maxRetryCount: 1 },
      undefined,
    ]);
    expect(log).toHaveBeenCalledWith('info', 'Functions.work failed and is tried again in 5 s.');
  });

  it('says why it cannot start, and stops all the same', async () => {
    const log = jest.fn<Log>();
    const invoke = jest.fn<() => Promise<never>>();
    const fn = loadedFunction({ type: 'timerTrigger', schedule: 'hourly' });
    const listener = createTimerListener(fn, {
      ...{ invoke, log, stateFolder, hostId: 'app', applyOutputs: () => Promise.resolve() },
    });
    await listener.start();
    await listener.stop();

    expect(invoke).not.toHaveBeenCalled();
    expect(log.mock.calls).toEqual([
      [
        'error',
        "The listener for function 'Functions.work' was unable to start. The schedule 'hourly' is neither NCRONTAB nor a TimeSpan.",
      ],
    ]);
  });

  it('runs on although its status cannot be saved', async () => {
    // A file where the folder should be.
    await writeFile(join(stateFolder, 'timers'), '');
    const { invocations, log } = await runTimer({ startMs: at('09:35'), waits: 1 });

    expect(invocations.map(({ atMs }) => atMs)).toEqual([at('10:00')]);
    expect(log).toHaveBeenCalledWith(
      'warn',
      expect.stringContaining('The status of timer Functions.work was not saved'),
    );
  });
});
