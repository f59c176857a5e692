import type { Answer, Exchange } from '../../../shared/kafka-rest/operation.ts';

/** An answer of the proxy's own. */
export function answered(status: number, text = '', headers: Answer['headers'] = {}): Answer {
  return { status, bytes: Buffer.from(text), headers };
}

/** The same as what became of an exchange. */
export function exchanged(...args: Parameters<typeof answered>): Exchange {
  return { kind: 'answer', answer: answered(...args) };
}

export const html = '<!doctype html><title>Gateway</title>';
