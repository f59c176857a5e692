import type { ServerResponse } from 'node:http';
import type { Log, NewRecord } from '../../local/kafka-rest/log.ts';
import type { Carried, FaultRule } from '../../local/stand-in/faults.ts';
import { nameIn } from './messages.ts';

/** A produce call as the proxy saw it; epoch milliseconds. */
export interface ProxyCall {
  readonly atMs: number;
  readonly rule: FaultRule | undefined;
  /** What the records came from. */
  readonly names: ReadonlySet<string>;
  /** Those of which a record was appended to the log. */
  readonly wrote: Set<string>;
  /** When the answer was handed over as a whole; undefined: never. */
  answeredMs: number | undefined;
  /** When whoever made it hung up before that; undefined: never. */
  closedMs: number | undefined;
}

/** What the proxy saw and wrote. Of the app it knows nothing. */
export class Journal {
  readonly calls: ProxyCall[] = [];
  readonly #callsOf = new Map<string, ProxyCall[]>();
  #namesWritten = 0;

  /** Notes the call before it is answered. */
  call({ body, response }: Carried, rule: FaultRule | undefined): void {
    const { records } = JSON.parse(body.toString()) as { records: readonly { value: unknown }[] };
    const names = records.map(({ value }) =>
      nameIn(typeof value === 'string' ? value : JSON.stringify(value)),
    );
    const call: ProxyCall = {
      ...{ atMs: Date.now(), rule, names: new Set(names) },
      ...{ wrote: new Set<string>(), answeredMs: undefined, closedMs: undefined },
    };
    noteAnswer(call, response);
    this.calls.push(call);
    for (const name of call.names) this.#callsOf.set(name, [...this.callsOf(name), call]);
  }

  /** The same log; what is appended is noted at the call that brought it. */
  watch(log: Log): Log {
    return {
      brokers: () => log.brokers(),
      topics: () => log.topics(),
      partitions: (topic) => log.partitions(topic),
      createTopic: (topic) => log.createTopic(topic),
      read: (...where) => log.read(...where),
      append: async (topic, records) => {
        const offsets = await log.append(topic, records);
        this.#wrote(records);
        return offsets;
      },
    };
  }

  /** All calls with this name in them, in their order. */
  callsOf(name: string): readonly ProxyCall[] {
    return this.#callsOf.get(name) ?? [];
  }

  namesWritten(): number {
    return this.#namesWritten;
  }

  #wrote(records: readonly NewRecord[]): void {
    for (const { value } of records) {
      const name = nameIn(value?.toString() ?? '');
      const calls = this.callsOf(name);
      if (!calls.some(({ wrote }) => wrote.has(name))) this.#namesWritten += 1;
      calls.findLast((call) => mayWrite(call) && !call.wrote.has(name))?.wrote.add(name);
    }
  }
}

// What was answered has written all that it writes, and what is struck before it takes effect writes nothing.
function mayWrite({ rule, answeredMs }: ProxyCall): boolean {
  const takesEffect = rule === undefined || rule.takesEffect === true || rule.fault.kind === 'delay';
  return takesEffect && answeredMs === undefined;
}

// A caller that hangs up before has no answer, whatever the proxy did.
function noteAnswer(call: ProxyCall, response: ServerResponse): void {
  response.once('finish', () => (call.answeredMs = Date.now()));
  response.once('close', () => {
    if (call.answeredMs === undefined) call.closedMs = Date.now();
  });
}
