import type { FindPlace } from '../consuming/place.ts';
import { AppError } from '../errors.ts';
import { partitionNotFound, type Partitions } from '../kafka-rest/partitions.ts';
import type { CommandStep } from './command-step.ts';
import type { ConsumeCommand, Position, Progress } from './consume-command.ts';

export interface RunCommandOptions {
  readonly partitions: Partitions;
  readonly findPlace: FindPlace;
  readonly readStep: CommandStep;
  readonly groupStep: CommandStep;
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

export function createRunCommand(options: RunCommandOptions): RunCommand {
  const { partitions, findPlace, readStep, groupStep, deadline } = options;

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
      const next = await findPlace({ topic, partition: one.partition, metadata: one }, place, within());
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

  return async (command, attempts, onProgress, signal) => {
    const within = () => AbortSignal.any([signal, deadline()]);
    const step = command.group === undefined ? readStep : groupStep;
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
