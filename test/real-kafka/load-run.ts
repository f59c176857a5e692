import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** Records through the producer call of a proxy and back through its consumer call. */
export interface LoadRun {
  readonly url: string;
  readonly topic: string;
  /** One sender and one reader for each. */
  readonly partitions: number;
  readonly recordsPerPartition: number;
  readonly recordsPerRequest: number;
  readonly valueBytes: number;
  /** Called after each request with the share of the records that are through, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

interface Answer {
  readonly status: number;
  readonly nextOffset: number;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true });
const deadlineMs = 30_000;

/** Writes all records, in order within each partition; rejects when one request is refused. */
export async function produceAll(run: LoadRun): Promise<void> {
  const path = `/v1/producer/topics/${run.topic}`;
  const padding = 'x'.repeat(run.valueBytes - 10);
  const all = run.partitions * run.recordsPerPartition;
  let done = 0;
  await eachPartition(run, async (partition) => {
    for (let from = 0; from < run.recordsPerPartition; from += run.recordsPerRequest) {
      const count = Math.min(run.recordsPerRequest, run.recordsPerPartition - from);
      const values = Array.from(
        { length: count },
        (_, i) => `${String(from + i).padStart(10, '0')}${padding}`,
      );
      const body = `{"records":[${values.map((value) => `{"partition":${partition},"value":"${value}"}`).join()}]}`;
      const { status } = await call(run.url, 'POST', path, body);
      if (status !== 200) throw new Error(`produce answered ${status} after ${done} records`);
      run.onProgress((done += count) / all);
    }
  });
}

/** Reads every partition to its end; rejects unless each record is there once and in its order. */
export async function consumeAll(run: LoadRun): Promise<void> {
  const all = run.partitions * run.recordsPerPartition;
  let done = 0;
  await eachPartition(run, async (partition) => {
    for (let expected = 0; expected < run.recordsPerPartition;) {
      const path = `/v1/consumer/topics/${run.topic}/partitions/${partition}/offsets/${expected}?count=5000`;
      const { status, nextOffset, text: body } = await call(run.url, 'GET', path);
      if (status !== 200) throw new Error(`consume answered ${status} at ${partition}/${expected}`);
      const { records } = JSON.parse(body) as { records: { value: string; offset: number }[] };
      for (const { value, offset } of records) {
        const number = Number(value.slice(0, 10));
        if (number !== expected || offset !== expected || value.length !== run.valueBytes)
          throw new Error(`partition ${partition} has record ${number} at ${offset}, expected ${expected}`);
        expected += 1;
      }
      if (nextOffset !== expected) throw new Error(`NextOffset ${nextOffset} after record ${expected - 1}`);
      run.onProgress((done += records.length) / all);
    }
  });
}

async function eachPartition(
  { partitions }: LoadRun,
  act: (partition: number) => Promise<void>,
): Promise<void> {
  await Promise.all(Array.from({ length: partitions }, (_, partition) => act(partition)));
}

function call(url: string, method: string, path: string, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { method, agent, signal: AbortSignal.timeout(deadlineMs) });
    sent.once('error', reject);
    sent.once('response', (response) => {
      const { statusCode: status = 0, headers } = response;
      text(response).then((read) => {
        resolve({ status, nextOffset: Number(headers['nextoffset']), text: read });
      }, reject);
    });
    sent.end(body);
  });
}
