import { notWritten } from '../errors.ts';
import type { ProduceRecord } from '../records/produce-body.ts';
import type { Send } from './operation.ts';
import { produceRecords } from './operations/producer.ts';
import type { OutcomeAssumptions } from './outcome.ts';

/** What there is to say of records that the proxy accepted. */
export interface Accepted {
  /** A call with these records was refused and they were sent again: safe only if a refusal writes nothing. */
  readonly duplicatesPossible: boolean;
}

/**
 * Writes records to a topic; resolves when the proxy accepted all of them, rejects with an AppError whose `outcome`
 * says what became of them.
 */
export type Produce = (
  topic: string,
  records: readonly ProduceRecord[],
  signal: AbortSignal,
) => Promise<Accepted>;

export interface ProduceOptions {
  readonly send: Send;
  readonly assumptions?: OutcomeAssumptions;
}

/** Produces by one call of the proxy. What fails without an outcome of its own failed before anything was sent. */
export function createProduce({ send, assumptions }: ProduceOptions): Produce {
  return async (topic, records, signal) => {
    const texts = records.map(({ json }) => json);
    try {
      await send(produceRecords(topic, texts, assumptions), signal);
    } catch (error) {
      throw notWritten(error);
    }
    return { duplicatesPossible: false };
  };
}
