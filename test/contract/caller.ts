import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type Answer, call, type CallOptions } from './call.ts';
import type { Target } from './promise.ts';

/** A record as the proxy gives it (D S2); undocumented forms of a member are left to the cases. */
export interface ConsumedRecord {
  readonly key?: string | null;
  readonly value: string | null;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly timestampType: string;
}

export interface Read {
  readonly answer: Answer;
  readonly records: readonly ConsumedRecord[];
  /** From the header; the offset after the last record where the target does not send one. */
  readonly nextOffset: number;
}

/**
 * What a case has in its hands: calls, and topics that are there and visible.
 * Topics are shared by the cases of one run, because the proxy cannot delete any: a case starts at the end
 * offset that it finds.
 */
export class Caller {
  readonly target: Target;
  #topics = new Map<number, Promise<string>>();

  constructor(target: Target) {
    this.target = target;
  }

  call(method: string, path: string, options?: CallOptions): Promise<Answer> {
    return call(this.target, method, path, options);
  }

  get(path: string, options?: CallOptions): Promise<Answer> {
    return this.call('GET', path, options);
  }

  /** A topic of that many partitions; the cases of one run get the same one. */
  topic(partitions: number): Promise<string> {
    const made = this.#topics.get(partitions) ?? this.newTopic(partitions);
    this.#topics.set(partitions, made);
    return made;
  }

  async newTopic(partitions: number): Promise<string> {
    const topic = newName();
    const created = await this.create(topic, { partition_count: partitions, replication_factor: 1 });
    assert.equal(created.status, 200, `topic ${topic} could not be created: ${created.text}`);
    await this.waitFor(topic);
    return topic;
  }

  create(topic: string, config: Record<string, unknown>): Promise<Answer> {
    return this.call('PUT', `/v1/topics/${topic}`, { body: JSON.stringify(config) });
  }

  /** Waits until the topic is listed, as the documentation asks callers to (D S3: "a few seconds"). */
  async waitFor(topic: string): Promise<void> {
    const everyMs = 1_000;
    for (let waitedMs = 0; waitedMs <= this.target.visibleWithinMs; waitedMs += everyMs) {
      if ((await this.topics()).includes(topic)) return;
      await this.target.pass(everyMs);
    }
    assert.fail(`topic ${topic} did not show up within ${this.target.visibleWithinMs} ms`);
  }

  async topics(): Promise<readonly string[]> {
    const answer = await this.get('/v1/metadata/topics');
    assert.equal(answer.status, 200, answer.text);
    return (answer.json() as { topics: string[] }).topics;
  }

  /** `records` is the text of a JSON array. */
  produce(topic: string, records: string, options?: CallOptions): Promise<Answer> {
    return this.call('POST', `/v1/producer/topics/${topic}`, { body: `{"records":${records}}`, ...options });
  }

  /** Produces and insists on success. */
  async write(topic: string, records: string): Promise<void> {
    const answer = await this.produce(topic, records);
    assert.equal(answer.status, 200, answer.text);
  }

  async end(topic: string, partition = 0): Promise<number> {
    const answer = await this.get(`/v1/metadata/topics/${topic}/partitions/${partition}`);
    assert.equal(answer.status, 200, answer.text);
    return (answer.json() as { latest_offset: number }).latest_offset;
  }

  async ends(topic: string, partitions: number): Promise<number[]> {
    return Promise.all(Array.from({ length: partitions }, (_, partition) => this.end(topic, partition)));
  }

  consume(topic: string, partition: number | string, offset: number | string, query = ''): Promise<Answer> {
    return this.get(`/v1/consumer/topics/${topic}/partitions/${partition}/offsets/${offset}${query}`);
  }

  /** Reads and insists on success; takes both shapes of answer that are described (D S2 and S-ms S6). */
  async read(topic: string, partition: number, offset: number, count: number): Promise<Read> {
    const answer = await this.consume(topic, partition, offset, `?count=${count}`);
    assert.equal(answer.status, 200, answer.text);
    const body = answer.json() as readonly ConsumedRecord[] | { records: readonly ConsumedRecord[] };
    const records = 'records' in body ? body.records : body;
    const header = answer.headers['nextoffset'];
    const after = (records.at(-1)?.offset ?? offset - 1) + 1;
    return { answer, records, nextOffset: typeof header === 'string' ? Number(header) : after };
  }

  /** Follows the log from `offset` to its end, as the sample does (S-ms S6). */
  async readToEnd(topic: string, partition: number, offset: number, count = 100): Promise<ConsumedRecord[]> {
    const all: ConsumedRecord[] = [];
    for (let at = offset; ;) {
      const { records, nextOffset } = await this.read(topic, partition, at, count);
      all.push(...records);
      if (records.length === 0 || nextOffset === at) return all;
      at = nextOffset;
    }
  }
}

/** How long a case waits before it believes that a topic was not made (D S3: it shows up after "a few seconds"). */
export const aFewSecondsMs = 5_000;

/** A topic name that nobody has used: 7 random letters in the sample, more here. */
export function newName(): string {
  return `contract-${randomBytes(8).toString('hex')}`;
}

/** Statuses that every call but `status` lists for failures (D-spec S1). */
const listed = [400, 401, 403, 404, 405, 500];

/** Insists on a refusal with one of `expected`, or with any listed status where none is given. */
export function assertRefused(answer: Answer, expected: readonly number[] = listed): void {
  assert.ok(
    expected.includes(answer.status),
    `expected ${expected.join(' or ')}, got ${answer.status}: ${answer.text.slice(0, 200)}`,
  );
}

/** Insists on the assumed answer: a status, or 200 where the assumption is no status. */
export function assertAnswered(answer: Answer, assumed: string): void {
  const status = /^\d{3}$/.test(assumed) ? Number(assumed) : 200;
  assert.equal(answer.status, status, answer.text.slice(0, 200));
}

/** Insists on the assumed form of a 200 whose content is only known to be a string (D-spec S1). */
export function assertText({ status, text }: Answer, form: string): void {
  assert.equal(status, 200, text.slice(0, 200));
  const found = text === '' ? 'empty' : text.startsWith('"') ? 'json-string' : 'plain';
  assert.equal(found, form);
}
