import type { FindPlace } from '../consuming/place.ts';
import type { ReadLog } from '../consuming/read-log.ts';
import { AppError } from '../errors.ts';
import { partitionNotFound, type Partitions } from '../kafka-rest/partitions.ts';
import type { ConsumeCommand, Position, Progress } from './consume-command.ts';
import type { PutConsumed } from './put-consumed.ts';

export interface RunCommandOptions {
  readonly partitions: Partitions;
  readonly findPlace: FindPlace;
  readonly readLog: ReadLog;
  readonly put: PutConsumed;
  /** A new deadline for one call of the proxy. */
  readonly deadline: () => AbortSignal;
}

/**
 * Runs a command from where it has come to: reads a page, puts it into the queue, and tells `onProgress`, until the
 * end that its first run has fixed, or the signal ends. What was put before a failure is put again by a run that did
 * not learn of it, under the same ids; nothing is passed over.
 */
export type RunCommand = (
  command: ConsumeCommand,
  attempts: number,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
) => Promise<void>;

const PAGE_RECORDS = 500;
const PAGE_BYTES = 1_000_000;

export function createRunCommand(options: RunCommandOptions): RunCommand {
  const { partitions, findPlace, readLog, put, deadline } = options;

  /** Where a command begins and ends; throws where it names a place outside of the log. */
  async function fix(
    { topic, partition, place }: ConsumeCommand,
    within: () => AbortSignal,
  ): Promise<Position[]> {
    const known = await partitions.of(topic, 0, within());
    const wanted = partition === undefined ? known : known.slice(partition, partition + 1);
    if (partition !== undefined && wanted.length === 0) throw partitionNotFound(topic, known.length);
    const positions: Position[] = [];
    for (const one of wanted) {
      const until = one.endOffset;
      const next = await findPlace({ topic, partition: one.partition }, place, within());
      if (place.at === 'offset' && (next < one.earliestOffset || next > until)) {
        throw new AppError(
          'offset-out-of-range',
          `The log of partition ${one.partition} goes from ${one.earliestOffset} to ${until}.`,
        );
      }
      positions.push({ partition: one.partition, next, until });
    }
    return positions;
  }

  /** Reads one page of a partition and puts it into the queue; gives where to read on and how many records it was. */
  async function step(
    { topic, replyTo }: ConsumeCommand,
    at: Position,
    left: number,
    within: () => AbortSignal,
  ) {
    const count = Math.min(PAGE_RECORDS, left, at.until - at.next);
    const range = {
      topic,
      partition: at.partition,
      offset: at.next,
      count,
      maxBytes: PAGE_BYTES,
      withEnd: false,
    };
    const read = await readLog(range, within()).catch(unlessShownBefore);
    if (read.kind === 'end') return { next: at.until, count: 0 };
    // Retention overtook the command: it goes on with what is there.
    if (read.kind === 'out-of-range') {
      return { next: at.next < read.earliestOffset ? read.earliestOffset : at.until, count: 0 };
    }
    const records = read.records.filter(({ offset }) => offset < at.until).slice(0, left);
    if (records.length > 0) await put(replyTo, { topic, partition: at.partition, records }, within());
    if (read.nextOffset === at.next) throw nothingCame(at);
    return { next: Math.min(read.nextOffset, at.until), count: records.length };
  }

  return async (command, attempts, onProgress, signal) => {
    const within = () => AbortSignal.any([signal, deadline()]);
    let positions = command.progress?.positions ?? (await fix(command, within));
    let left = command.progress?.left ?? command.count;
    const tell = () => {
      onProgress({ positions, left, attempts });
    };
    if (command.progress === undefined) tell();
    for (let [at] = positions; at !== undefined && left > 0; [at] = positions) {
      if (at.next >= at.until) {
        positions = positions.slice(1);
        continue;
      }
      const { next, count } = await step(command, at, left, within);
      left -= count;
      positions = [{ ...at, next }, ...positions.slice(1)];
      tell();
    }
  };
}

// The first run has seen the partition: a node of the proxy that does not know it lags, or the topic is gone.
function unlessShownBefore(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== 'partition-not-found') throw error;
  throw new AppError('proxy-unavailable', error.message, error.options);
}

function nothingCame({ partition, next }: Position): AppError {
  return new AppError(
    'proxy-answer-invalid',
    `consume: nothing came of partition ${partition} at ${next}, though the log goes on there.`,
    { cause: 'consume: nothing came' },
  );
}
