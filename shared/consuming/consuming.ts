import type { Open, Send } from '../kafka-rest/operation.ts';
import type { Partitions } from '../kafka-rest/partitions.ts';
import { createJudgeRead } from './judge-read.ts';
import { createPassOn } from './pass-on.ts';
import { createFindPlace, type FindPlace } from './place.ts';
import { createReadHeld } from './read-held.ts';
import { createReadLog, type ReadLog } from './read-log.ts';
import { createReadPartition, type ReadPartition } from './read-partition.ts';
import { createRecordSizes, type RecordSizes } from './record-sizes.ts';
import { createSeek, type Seek } from './seek.ts';
import { createWaitFor, type WaitFor } from './wait-for.ts';
import { createWaiting, type Waiting } from './waiting.ts';

export interface ConsumingOptions {
  readonly send: Send;
  readonly open: Open;
  readonly partitions: Partitions;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
  readonly random: () => number;
  readonly config: { readonly maxWaiting: number; readonly timestampSlackSeconds: number };
}

/** What reads are made of, for one partition and for all that is built above it. */
export interface Consuming {
  readonly readLog: ReadLog;
  readonly seek: Seek;
  readonly findPlace: FindPlace;
  readonly waitFor: WaitFor;
  readonly waiting: Waiting;
  readonly readPartition: ReadPartition;
  readonly sizes: RecordSizes;
}

export function createConsuming(options: ConsumingOptions): Consuming {
  const { send, open, partitions, sleep, random, config } = options;
  const readLog = createReadLog({ send, partitions });
  const seek = createSeek({ send, partitions, readLog, slackMs: config.timestampSlackSeconds * 1000 });
  const findPlace = createFindPlace({ partitions, seek });
  const waitFor = createWaitFor({ random, sleep });
  const waiting = createWaiting(config.maxWaiting);
  const passOn = createPassOn({ open, partitions, judge: createJudgeRead({ partitions }) });
  const sizes = createRecordSizes();
  const readHeld = createReadHeld({ readLog, sizes });
  const readPartition = createReadPartition({ partitions, findPlace, readHeld, passOn, waitFor, waiting });
  return { readLog, seek, findPlace, waitFor, waiting, readPartition, sizes };
}
