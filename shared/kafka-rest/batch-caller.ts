import { context } from '@opentelemetry/api';
import { AppError } from '../errors.ts';
import type { ProduceRecord } from '../records/produce-body.ts';
import type { Waiting } from './batch-queue.ts';
import type { Accepted } from './produce.ts';

const MAX_MERGEABLE_BYTES = 64 * 1024;

/** One produce that waits for its turn or for its call; it is answered once, whatever happens later. */
export class Caller implements Waiting {
  readonly topic: string;
  readonly sender: string;
  readonly records: readonly ProduceRecord[];
  readonly signal: AbortSignal;
  readonly recordCount: number;
  readonly bytes: number;
  readonly answer: Promise<Accepted>;
  /** The trace that it is part of. */
  readonly context = context.active();
  isAnswered = false;
  /** What the end of the caller's deadline does: another thing while it waits than while it is under way. */
  whenEnded: () => void;
  readonly #resolve: (accepted: Accepted) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #end = () => {
    this.whenEnded();
  };

  constructor(
    topic: string,
    records: readonly ProduceRecord[],
    signal: AbortSignal,
    { sender, whenEnded }: { readonly sender: string; readonly whenEnded: (caller: Caller) => void },
  ) {
    this.topic = topic;
    this.sender = sender;
    this.records = records;
    this.signal = signal;
    this.recordCount = records.length;
    this.bytes = bytesOf(records);
    this.whenEnded = () => {
      whenEnded(this);
    };
    const { promise, resolve, reject } = Promise.withResolvers<Accepted>();
    this.answer = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    signal.addEventListener('abort', this.#end);
  }

  accept(accepted: Accepted): void {
    this.#answered();
    this.#resolve(accepted);
  }

  fail(error: unknown): void {
    this.#answered();
    this.#reject(error);
  }

  #answered(): void {
    this.isAnswered = true;
    this.signal.removeEventListener('abort', this.#end);
  }
}

/** True for what cannot fail by itself, which would take others with it. */
export function isMergeable(records: readonly ProduceRecord[]): boolean {
  return records.every(({ partition }) => partition === undefined) && bytesOf(records) <= MAX_MERGEABLE_BYTES;
}

function bytesOf(records: readonly ProduceRecord[]): number {
  return records.reduce((sum, { json }) => sum + Buffer.byteLength(json) + 1, 0);
}

/** The failure of one whose deadline passed before its turn came. */
export function noTurn(): AppError {
  return new AppError('proxy-unavailable', 'produce: no turn came in time; nothing was sent.', {
    outcome: 'not-written',
    cause: 'deadline',
  });
}
