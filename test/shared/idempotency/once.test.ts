import { beforeEach, describe, expect, test } from '@jest/globals';
import { AppError, type Outcome } from '../../../shared/errors.ts';
import { type Claim, createOnce, type Keyed, type Once } from '../../../shared/idempotency/once.ts';
import { type MemoryTable, memoryTable } from '../../support/memory-table.ts';

const keepMs = 1_000_000;
const unknownAfterMs = 55_000;
const keyed: Keyed = { rowKey: { partitionKey: '00', rowKey: 'row' }, bodyHash: 'body' };
const { signal } = new AbortController();

let table: MemoryTable;
let once: Once;
let warnings: string[];
let runs: number;

beforeEach(() => {
  table = memoryTable();
  warnings = [];
  runs = 0;
  once = anInstance();
});

function anInstance(): Once {
  return createOnce({ table, keepMs, unknownAfterMs, warn: (line) => warnings.push(line) });
}

const accept = () => {
  runs += 1;
  return Promise.resolve({ run: runs });
};
const fail =
  (outcome: Outcome, members: Record<string, unknown> = {}) =>
  () => {
    runs += 1;
    const code = outcome === 'partial' ? 'produce-partial' : 'produce-outcome-unknown';
    return Promise.reject(new AppError(code, `run ${runs}`, { outcome, members, cause: 'reset' }));
  };
const send = (action: () => Promise<unknown> = accept, from = once) => from(keyed, signal, action);
const failureOf = <T>(sent: Promise<T>) => sent.catch((error: unknown) => error as AppError);

/** A request that has the key and has not ended; `end` lets it be accepted. */
async function running() {
  const { promise, resolve } = Promise.withResolvers<{ run: number }>();
  const started = Promise.withResolvers<undefined>();
  const sent = send(() => {
    started.resolve(undefined);
    return promise;
  });
  await started.promise;
  const end = () => {
    resolve({ run: 1 });
  };
  return { sent, end };
}

describe('A request with a key', () => {
  test('runs, and a repeat is told the same without a run', async () => {
    expect(await send()).toEqual({ value: { run: 1 }, replayed: false });
    expect(await send()).toEqual({ value: { run: 1 }, replayed: true });
    expect(runs).toBe(1);
  });

  test('that nothing was written of frees its key', async () => {
    expect(await failureOf(send(fail('not-written')))).toMatchObject({ options: { outcome: 'not-written' } });
    expect(table.rows.size).toBe(0);
    expect(await send()).toEqual({ value: { run: 2 }, replayed: false });
  });

  test('that failed without an outcome wrote nothing and frees its key', async () => {
    const failure = await failureOf(send(() => Promise.reject(new TypeError('a mistake'))));
    expect(failure).toMatchObject({ code: 'internal-error', options: { outcome: 'not-written' } });
    expect(table.rows.size).toBe(0);
  });

  test.each(['unknown', 'partial'] as const)(
    'that is %s stays so, and a repeat is told the same',
    async (outcome) => {
      const outcomes = [{ from: 0, to: 4, outcome: 'accepted' }];
      const first = await failureOf(send(fail(outcome, { outcomes })));
      const again = await failureOf(send());
      expect(runs).toBe(1);
      expect(first).not.toHaveProperty('options.headers');
      expect(again).toMatchObject({ message: 'run 1', code: (first as AppError).code });
      expect(again).toHaveProperty('options', {
        outcome,
        cause: 'replayed',
        headers: { 'idempotent-replayed': 'true' },
        members: { outcomes, idempotentReplayed: true },
      });
    },
  );

  test('with another body is refused, while the first one runs and after it', async () => {
    const first = await running();
    const other = { ...keyed, bodyHash: 'other' };
    const refused = { code: 'idempotency-key-reused', options: {} };
    expect(await failureOf(once(other, signal, accept))).toMatchObject(refused);
    first.end();
    await first.sent;
    expect(await failureOf(once(other, signal, accept))).toMatchObject(refused);
    expect(runs).toBe(0);
  });

  test('that still runs is told so, to be asked again after as long as it has been running', async () => {
    const first = await running();
    const retryAfter: unknown[] = [];
    for (const ageMs of [0, 4000, 55_000]) {
      table.nowMs += ageMs - (table.nowMs - 1_800_000_000_000);
      const failure = await failureOf(send());
      expect(failure).toMatchObject({ code: 'idempotency-in-progress' });
      retryAfter.push((failure as AppError).options.retryAfterSeconds);
    }
    expect(retryAfter).toEqual([1, 4, 10]);
    first.end();
    await first.sent;
    expect(await send()).toMatchObject({ replayed: true });
  });

  test('that has run for longer than it can is unknown, never free, until its outcome is there', async () => {
    const first = await running();
    table.nowMs += unknownAfterMs + 1000;
    expect(await failureOf(send())).toMatchObject({
      code: 'produce-outcome-unknown',
      options: { outcome: 'unknown', headers: { 'idempotent-replayed': 'true' } },
    });
    expect(runs).toBe(0);
    first.end();
    await first.sent;
    expect(await send()).toEqual({ value: { run: 1 }, replayed: true });
  });

  test('is forgotten after its time, whether a cleaner came or not, and taken over by one alone', async () => {
    await send();
    table.nowMs += keepMs;
    const instances = [1, 2, 3, 4, 5].map(() => send(accept, anInstance()).catch(() => undefined));
    await Promise.all(instances);
    expect(runs).toBe(2);
    table.nowMs += keepMs - 1;
    expect(await send()).toMatchObject({ replayed: true });
  });

  test('runs once however many send it at the same time through two instances', async () => {
    const instances = [once, anInstance()];
    const sent = Array.from({ length: 100 }, (_, index) => send(accept, instances[index % 2]));
    const told = await Promise.all(sent.map(failureOf));
    expect(runs).toBe(1);
    expect(told.filter((answer) => !(answer instanceof AppError) && !answer.replayed)).toHaveLength(1);
  });
});

describe('When storage fails', () => {
  test('at the claim, nothing is sent', async () => {
    table.faults.insert = ['down'];
    expect(await failureOf(send())).toMatchObject({ code: 'storage-unavailable' });
    expect(runs).toBe(0);
  });

  test('at the claim, and it took effect all the same, the key is given back', async () => {
    table.faults.insert = ['lost'];
    expect(await failureOf(send())).toMatchObject({ code: 'storage-unavailable' });
    expect([runs, table.rows.size]).toEqual([0, 0]);
  });

  test('at the claim of one, the row of another stays', async () => {
    await send();
    table.faults.insert = ['down'];
    expect(await failureOf(send())).toMatchObject({ code: 'storage-unavailable' });
    expect(await send()).toMatchObject({ replayed: true });
  });

  test('at the first attempt of a claim, its second one knows its own row', async () => {
    table.faults.insert = ['retried'];
    expect(await send()).toEqual({ value: { run: 1 }, replayed: false });
    expect(await send()).toEqual({ value: { run: 1 }, replayed: true });
  });

  test.each([
    ['accepted', accept, { run: 1 }],
    ['unknown', fail('unknown'), undefined],
  ] as const)(
    'after records were %s, this caller is told so, the next one that it is unknown',
    async (_what, action, value) => {
      table.faults.replace = ['down'];
      const told = await failureOf(send(action));
      expect(told).toMatchObject(value === undefined ? { message: 'run 1' } : { value, replayed: false });
      expect(warnings).toEqual(['idempotency: outcome not stored: down']);
      expect(await failureOf(send())).toMatchObject({ code: 'idempotency-in-progress' });
      table.nowMs += unknownAfterMs + 1000;
      expect(await failureOf(send())).toMatchObject({ options: { outcome: 'unknown' } });
      expect(runs).toBe(1);
    },
  );

  test('after nothing was written, this caller is told so', async () => {
    table.faults.remove = ['down'];
    expect(await failureOf(send(fail('not-written')))).toMatchObject({ options: { outcome: 'not-written' } });
    expect(warnings).toHaveLength(1);
  });
});

test('what a newer version of this app has stored, and this one does not know, is unknown', async () => {
  await send();
  for (const result of ['{"code":"no-such-code","detail":"new"}', 'cut off', '{}']) {
    const { row } = await table.read(keyed.rowKey);
    await table.replace(keyed.rowKey, { ...row?.columns, outcome: 'unknown', result }, row?.etag ?? '');
    expect(await failureOf(send())).toMatchObject({
      code: 'produce-outcome-unknown',
      options: { outcome: 'unknown' },
    });
  }
  expect(runs).toBe(1);
});

describe('Where what is unknown runs again', () => {
  const again = () =>
    createOnce({
      table,
      keepMs,
      unknownAfterMs,
      warn: (line) => warnings.push(line),
      unknown: 'runs-again',
    });

  /** Saves progress and then fails with an unknown outcome. */
  const failAfter = (progress: string) => async (claim: Claim) => {
    await claim.save(progress);
    return fail('unknown')();
  };
  const tellProgress = ({ progress }: Claim) => Promise.resolve(progress ?? 'none');

  test('only what was accepted is told to a repeat', async () => {
    for (const outcome of ['unknown', 'partial', 'not-written'] as const) {
      expect(await failureOf(send(fail(outcome), again()))).toMatchObject({ options: { outcome } });
    }
    expect(await send(accept, again())).toEqual({ value: { run: 4 }, replayed: false });
    expect(await send(accept, again())).toEqual({ value: { run: 4 }, replayed: true });
  });

  test('a run goes on from what the one before it saved, however often that failed since', async () => {
    await failureOf(again()(keyed, signal, failAfter('500')));
    expect(await failureOf(send(fail('not-written'), again()))).toBeInstanceOf(AppError);
    expect(await again()(keyed, signal, tellProgress)).toEqual({ value: '500', replayed: false });
    expect(await again()(keyed, signal, tellProgress)).toEqual({ value: '500', replayed: true });
  });

  test('a run goes on from what one saved that never ended, and not before that must have ended', async () => {
    const saved = Promise.withResolvers<undefined>();
    void again()(keyed, signal, async ({ save }) => {
      await save('500');
      saved.resolve(undefined);
      return new Promise(() => undefined);
    });
    await saved.promise;
    expect(await failureOf(again()(keyed, signal, tellProgress))).toMatchObject({
      code: 'idempotency-in-progress',
    });
    table.nowMs += unknownAfterMs + 1000;
    expect(await again()(keyed, signal, tellProgress)).toEqual({ value: '500', replayed: false });
  });

  test('a run that said how soon it ends is waited for no longer, whoever finds its row', async () => {
    const endsWithinMs = 20_000;
    const started = Promise.withResolvers<undefined>();
    void again()({ ...keyed, endsWithinMs }, signal, () => {
      started.resolve(undefined);
      return new Promise(() => undefined);
    });
    await started.promise;
    table.nowMs += endsWithinMs;
    expect(await failureOf(again()(keyed, signal, tellProgress))).toMatchObject({
      code: 'idempotency-in-progress',
    });
    table.nowMs += 1000;
    expect(await again()(keyed, signal, tellProgress)).toEqual({ value: 'none', replayed: false });
  });

  test('another body is refused, also after a failure that saved progress', async () => {
    await failureOf(again()(keyed, signal, failAfter('500')));
    const other = { ...keyed, bodyHash: 'other' };
    expect(await failureOf(again()(other, signal, tellProgress))).toMatchObject({
      code: 'idempotency-key-reused',
    });
  });

  test('progress that cannot be stored is no failure', async () => {
    table.faults.replace = ['down'];
    const saving = async ({ save }: Claim) => {
      await save('500');
      return 'done';
    };
    expect(await again()(keyed, signal, saving)).toEqual({ value: 'done', replayed: false });
    expect(warnings).toHaveLength(1);
    expect(await again()(keyed, signal, tellProgress)).toEqual({ value: 'done', replayed: true });
  });
});
