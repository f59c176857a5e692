import { type Answer, json } from '../stand-in/serve.ts';
import type { Assumptions } from './assumptions.ts';
import type { Refusal } from './refusal.ts';

const asJson = { 'content-type': 'application/json' };

/** A 200 whose content the reference calls just `string`. */
export function textAnswer(text: string, form: 'json-string' | 'plain' | 'empty'): Answer {
  switch (form) {
    case 'json-string':
      return json(200, text);
    case 'plain':
      return { status: 200, headers: asJson, body: text };
    case 'empty':
      return { status: 200 };
  }
}

/** The answer to a refused request; the form of its body is nowhere documented. */
export function refusalAnswer(refusal: Refusal, form: Assumptions['error-body']): Answer {
  const { status, headers, message } = refusal;
  switch (form) {
    case 'json':
      return json(status, { message }, headers);
    case 'plain':
      return { status, headers: { 'content-type': 'text/plain', ...headers }, body: message };
    case 'empty':
      return { status, headers };
  }
}
