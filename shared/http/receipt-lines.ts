import type { Ending, Receipt } from '../produce-stream/receipt.ts';
import type { Call } from './handle.ts';

/**
 * Receipts as NDJSON, the ending as the last line: `{"done":true,"topic","accepted","outcome"}`, with
 * `notWrittenFromLine` and `problem` where not all was accepted.
 */
export async function* receiptLines(
  topic: string,
  receipts: AsyncIterable<Receipt | Ending>,
  { lateProblem }: Call,
): AsyncGenerator<string> {
  for await (const receipt of receipts) {
    if (!('done' in receipt)) {
      yield `${JSON.stringify(receipt)}\n`;
      continue;
    }
    const { done, error, ...rest } = receipt;
    const outcome = error === undefined ? 'accepted' : 'partial';
    const line = JSON.stringify({ done, topic, outcome, ...rest });
    yield error === undefined ? `${line}\n` : `${line.slice(0, -1)},"problem":${lateProblem(error)}}\n`;
  }
}
