import { createPageReads, type PageReader, type Run } from './page-reads.ts';
import { bytesIn } from './read-held.ts';
import { takePage, type TopicPage } from './take-page.ts';
import { isOpen, openPartitions } from './topic-positions.ts';

/**
 * Reads partitions side by side, each in its order: one comes to its next page after all others that wait. Positions
 * move when their page is given; as many are made ahead as are read at once. Gives true at its end where memory was
 * short; rejects as soon as one read fails.
 */
export async function* readPages(reader: PageReader, run: Run): AsyncGenerator<TopicPage, boolean> {
  const { positions, quota } = run;
  const queue = openPartitions(positions);
  const reads = createPageReads(reader, run);
  try {
    for (;;) {
      reads.begin(queue);
      if (reads.partitions().length === 0) return queue.length > 0 && !quota.isFull() && run.mayGoOn();
      const { partition, read, count, hold } = await reads.next();
      try {
        quota.settle(count);
        const page = takePage(run, partition, read);
        if (isOpen(positions, partition)) queue.push(partition);
        reads.begin(queue);
        positions.turn = [...reads.partitions(), ...queue][0] ?? 0;
        if (run.hold !== undefined) {
          hold.release();
          run.hold.correct(run.hold.held() + bytesIn(page.records));
        }
        yield page;
      } finally {
        hold.release();
      }
    }
  } finally {
    reads.end();
  }
}
