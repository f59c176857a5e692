import { setTimeout as sleep } from 'node:timers/promises';
import { QueueClient } from '@azure/storage-queue';
import { deadLetters } from '../support/dead-letters.ts';

interface Report {
  readonly findings: readonly { readonly id: string; readonly evidence: string }[];
}

/** What an operator has at hand, as the commands of the pages name it: a dead letter, and the finding of a topic that nobody declared. */
export async function atHand(url: string, connectionString: string): Promise<Record<string, string>> {
  const queue = new QueueClient(connectionString, 'kafka-produce');
  await queue.createIfNotExists();
  await queue.sendMessage('{"topic":"hello"}');
  await fetch(`${url}/housekeeping/run`, { method: 'POST' });
  const report = (await (await fetch(`${url}/housekeeping/report`)).json()) as Report;
  const found = report.findings.find(({ id }) => id.startsWith('undeclared:'));
  for (;;) {
    const [letter] = await deadLetters(connectionString);
    const id = letter?.rowKey.split('-')[1];
    if (id !== undefined) return { LETTER: id, FINDING: found?.id ?? '', EVIDENCE: found?.evidence ?? '' };
    await sleep(20);
  }
}
