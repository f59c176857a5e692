import { asObject, withMembers } from '../consuming/members.ts';
import type { PartitionRead } from '../consuming/read-partition.ts';
import { textOf } from './record-shape.ts';
import { type Answer, streamed } from './stream.ts';

export interface PartitionAnswerOptions {
  /** False: the body is what the proxy answers, but for what would else go untold. */
  readonly lag: boolean;
  readonly value: 'string' | 'json';
}

/** The answer of a read of one partition: its records as they were read, and what is known of their place. */
export function partitionAnswer(
  read: PartitionRead,
  headers: Readonly<Record<string, string>>,
  { lag, value }: PartitionAnswerOptions,
): Answer {
  const { content, nextOffset, skipped, isComplete } = read;
  const members = (endOffset: number | null) => {
    // Metadata may be older than the read.
    const end = endOffset === null ? null : Math.max(endOffset, nextOffset);
    const more = {
      ...(lag && { nextOffset, endOffset: end, lag: end === null ? null : end - nextOffset }),
      ...(skipped !== undefined && { skipped }),
      ...(isComplete && { complete: true }),
    };
    return JSON.stringify(more).slice(1, -1);
  };
  if (content.kind === 'passed') {
    const object = content.isBare ? asObject(content.chunks) : content.chunks;
    const body =
      lag || skipped !== undefined ? withMembers(object, () => content.endOffset.then(members)) : object;
    return streamed('application/json', body, headers);
  }
  const texts = content.records.map(({ json }) => textOf(json, value));
  const more = members(content.endOffset);
  const body = `{"records":[${texts.join(',')}]${more === '' ? '' : `,${more}`}}`;
  return { status: 200, headers: { 'content-type': 'application/json', ...headers }, body };
}
