/** A record of the sample as it must be in the log, and as it is printed once consumed: texts. */
export interface SampleRecord {
  readonly key: string | null;
  readonly value: string;
}

interface Messages {
  readonly records: readonly (SampleRecord & { readonly offset: number })[];
}

/** What the sample printed, read back: its topic, the records of all answers in their order, and both metadata answers. */
export interface Printed {
  readonly topic: string;
  readonly records: readonly SampleRecord[];
  readonly hasEndLine: boolean;
  readonly partitions: unknown;
  readonly partition: PartitionMetadata | undefined;
}

interface PartitionMetadata {
  readonly partition_id?: number;
  readonly earliest_offset?: number;
  readonly latest_offset?: number;
  readonly leader?: { readonly hostName?: string };
}

/** Reads the sample's output; what is missing is empty or undefined. */
export function readPrinted(stdout: string): Printed {
  const messages = documentsAfter(stdout, 'Consumed messages: ') as Messages[];
  return {
    topic: /^Topic (\S+) is going to be used for demo\.$/m.exec(stdout)?.[1] ?? '',
    records: messages.flatMap(({ records }) => records).map(({ key, value }) => ({ key, value })),
    hasEndLine: /^Consumer caught up with producer\. Exit for now\.\.\.$/m.test(stdout),
    partitions: documentsAfter(stdout, 'Partition list: ')[0],
    partition: documentsAfter(stdout, 'Partition metadata: ')[0] as PartitionMetadata | undefined,
  };
}

// Python prints each document indented, so that its last line is the first one that is a bracket alone.
function documentsAfter(stdout: string, label: string): unknown[] {
  const pattern = new RegExp(`^${label}\\n([{[]\\n.*?^[}\\]]|\\{\\}|\\[\\])$`, 'gms');
  return Array.from(stdout.matchAll(pattern), ([, text = '']) => JSON.parse(text) as unknown);
}
