import { isDeepStrictEqual } from 'node:util';
import type { FiledLetter } from '../support/dead-letters.ts';
import { type Cause, causesOf, codeOfRefusal, type Evidence } from './causes.ts';
import { type KafkaRecord, nameIn, type Sent } from './messages.ts';
import { storyOf } from './story.ts';

/** Where everything is, with each gap as a sentence; none where the books balance. */
export interface Ledger {
  readonly sums: Readonly<Record<string, number>>;
  readonly gaps: readonly string[];
}

export interface Books {
  readonly sent: readonly Sent[];
  /** All records in the topic. */
  readonly written: readonly KafkaRecord[];
  readonly letters: readonly (FiledLetter & { readonly bytes: Buffer })[];
  readonly evidence: Evidence;
  /** True after all dead letters were replayed without faults. */
  readonly isRepaired: boolean;
}

export function balance({ sent, written, letters, evidence, isRepaired }: Books): Ledger {
  const gaps: string[] = [];
  const sums = { inKafka: 0, duplicates: 0, deadLetters: 0, both: 0, wrong: 0 };
  const causes: Record<Cause, number> = {
    ...{
      answerLost: 0,
      answeredLate: 0,
      killed: 0,
      leaseEnded: 0,
      storageOut: 0,
      queuedTwice: 0,
      filedBefore: 0,
    },
  };
  const recordsOf = Map.groupBy(written, ({ value }) => nameIn(value));
  const lettersOf = Map.groupBy(letters, ({ bytes }) => bytes.toString());
  for (const { name, text, record, wrong } of sent) {
    const records = recordsOf.get(name) ?? [];
    const count = records.length;
    const filed = lettersOf.get(text) ?? [];
    recordsOf.delete(name);
    lettersOf.delete(text);
    if (filed.length > 1 + evidence.hands.timesPutAgain(name))
      gaps.push(`${name} is ${filed.length} dead letters: ${storyOf(name, evidence)}`);
    if (count === 0 && filed.length === 0) gaps.push(`${name} is nowhere: ${storyOf(name, evidence)}`);
    if (wrong !== undefined) {
      sums.wrong += filed.length;
      if (count > 0) gaps.push(`${name} (${wrong.way}) is in Kafka`);
      gaps.push(...filed.flatMap(({ code }) => misjudged(name, wrong, code, evidence)));
      continue;
    }
    if (records.some((each) => !isDeepStrictEqual(each, record)))
      gaps.push(`${name} is in Kafka, but not as it was sent`);
    sums.duplicates += Math.max(0, count - 1);
    sums.inKafka += Math.min(count, 1);
    sums.deadLetters += filed.length;
    sums.both += count > 0 && filed.length > 0 ? 1 : 0;
    gaps.push(...filed.flatMap((letter) => unjustified(name, letter, evidence, isRepaired)));
    gaps.push(...unexplained(name, count, filed.length > 0, evidence, causes));
  }
  for (const name of recordsOf.keys()) gaps.push(`${name} is in Kafka and was never sent`);
  for (const [, [letter]] of lettersOf)
    gaps.push(`the dead letter ${letter?.rowKey} has the bytes of nothing that was sent`);
  return { sums: { ...sums, ...causes }, gaps };
}

/** A well-formed message is a dead letter only where the proxy was made to refuse it, and says so. */
function unjustified(name: string, letter: FiledLetter, evidence: Evidence, isRepaired: boolean): string[] {
  if (isRepaired) return [`${name} is a dead letter still: ${letter.code}`];
  const isRefused = evidence.journal.callsOf(name).some((call) => codeOfRefusal(call) === letter.code);
  if (isRefused) return [];
  const what = `${letter.code} ${letter.reason}: ${storyOf(name, evidence)}`;
  return [`${name} is a dead letter that no refusal explains: ${what}`];
}

/** A wrong message is a dead letter for its own reason, or for what the proxy was made to answer to it last. */
function misjudged(
  name: string,
  { way, code }: { readonly way: string; readonly code: string },
  told: string,
  { journal }: Evidence,
): string[] {
  if (told === code || journal.callsOf(name).at(-1)?.rule !== undefined) return [];
  return [`${name} (${way}) is a dead letter for ${told}, not ${code}`];
}

/** Counts why it was written again; a sentence for each time that nothing tells. */
function unexplained(
  name: string,
  count: number,
  isFiled: boolean,
  evidence: Evidence,
  causes: Record<Cause, number>,
): string[] {
  const seen = evidence.journal.callsOf(name).filter(({ wrote }) => wrote.has(name)).length;
  if (seen !== count)
    return [`${name} is in Kafka ${count} times, and ${seen} calls wrote it: ${storyOf(name, evidence)}`];
  return causesOf(name, isFiled, evidence).flatMap((cause) => {
    if (cause === undefined)
      return [`${name} was written ${count} times, and nothing explains it: ${storyOf(name, evidence)}`];
    causes[cause] += 1;
    return [];
  });
}
