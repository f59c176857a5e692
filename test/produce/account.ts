import { produceRecords } from '../../functions/http/produce-records.ts';
import { createDependencies, type Dependencies } from '../../shared/dependencies.ts';
import { checkStatus } from '../../shared/kafka-rest/operations/admin.ts';
import { type Answered, type App, call } from '../support/app.ts';
import { type Balance, balance, type Told, valuesIn } from './ledger.ts';
import { faultEverySecond, seeded } from './seeded-faults.ts';

const CALLERS = 64;
const DEADLINE_MS = 3000;
const WARM_UP_MS = 20_000;

/** What 64 callers do, and how. */
export interface Run {
  readonly produces: number;
  readonly settings: Readonly<Record<string, string>>;
  readonly seed: number;
  /** A record that the log refuses comes in so many of a hundred requests. */
  readonly refusedPercent?: number;
  /** Without: the proxy writes what stands before the refused record, and nothing else goes wrong. */
  readonly faults?: boolean;
}

interface Outcomes {
  readonly from: number;
  readonly to: number;
  readonly outcome: Told;
}

/** What was told of each record of a request. */
function toldOf({ status, body }: Answered, count: number): Told[] {
  if (status === 200) return Array.from({ length: count }, () => 'accepted');
  if (body['outcome'] !== 'partial') return Array.from({ length: count }, () => body['outcome'] as Told);
  return (body['outcomes'] as Outcomes[]).flatMap(({ from, to, outcome }) =>
    Array.from({ length: to - from + 1 }, () => outcome),
  );
}

const REFUSED = 'x'.repeat(3000);

/** Mostly one record, now and then some, more than one call may have, or one with a partition. */
function requestOf(caller: number, index: number, random: () => number, refusedPercent: number) {
  const kind = random() * 100;
  const count = kind < 80 ? 1 : kind < 95 ? 3 : 25;
  const values = Array.from({ length: count }, (_, at) => `${caller}-${index}-${at}`);
  const refusedAt = random() * 100 < refusedPercent ? Math.floor(random() * count) : -1;
  const partition = kind > 78 && kind < 82 ? ',"partition":1' : '';
  const records = values.map((value, at) => {
    const text = at === refusedAt ? value + REFUSED : value;
    return `{"value":"${text}"${partition}}`;
  });
  if (refusedAt >= 0) values[refusedAt] = `${values[refusedAt] ?? ''}${REFUSED}`;
  return { values, body: `{"records":[${records.join(',')}]}` };
}

/** Produces from 64 callers at once, then compares all that they were told with the stand-in's log. */
export async function account(
  app: App,
  { produces, settings, seed, refusedPercent = 0, faults = true }: Run,
): Promise<Balance> {
  const random = seeded(seed);
  const proxy = await app.standIns.anotherKafkaRest({
    metadata: { refreshMs: 0 },
    ...(!faults && { assume: { 'refusal-writes-nothing': 'false' } }),
  });
  const properties = { 'max.message.bytes': '2000' };
  await proxy.log.createTopic({ name: 'orders', partitionCount: 3, properties });
  const dependencies: Dependencies = {
    ...createDependencies({ ...app.standIns.environment, KAFKA_REST_URL: proxy.url, ...settings }),
    deadline: () => AbortSignal.timeout(DEADLINE_MS),
  };
  // So that the first deadlines are the proxy's alone: a token and connections take long on a busy machine.
  const warm = Array.from({ length: CALLERS }, () =>
    dependencies.send(checkStatus(), AbortSignal.timeout(WARM_UP_MS)).catch(() => undefined),
  );
  await Promise.all(warm);
  if (faults) faultEverySecond(proxy.faults, random);
  const told = new Map<string, Told>();
  let left = produces;
  const caller = async (_: unknown, name: number) => {
    for (let index = 0; left > 0; index += 1) {
      left -= 1;
      const { values, body } = requestOf(name, index, random, refusedPercent);
      // What else takes time of this process takes it of the deadlines.
      const request = { method: 'POST', params: { topic: 'orders' }, body, isDescribed: false } as const;
      const answer = await call((received, own) => produceRecords(received, dependencies, own), request);
      const each = toldOf(answer, values.length);
      for (const [at, value] of values.entries()) told.set(value, each[at] ?? 'unknown');
    }
  };
  try {
    await Promise.all(Array.from({ length: CALLERS }, caller));
    return balance(told, await valuesIn(proxy.log, 'orders'));
  } finally {
    await proxy.close();
  }
}

/** Every second call of the proxy goes wrong, in all forms. */
export function accountAmidFaults(app: App, produces: number, batching: string): Promise<Balance> {
  const settings = { KAFKA_BATCH_MAX_RECORDS: '20', KAFKA_BATCHING: batching };
  return account(app, { produces, settings, seed: 20_260_101 });
}
