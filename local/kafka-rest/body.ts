import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import type { Assumptions } from './assumptions.ts';
import { memberTexts } from './json-text.ts';
import { Refusal } from './refusal.ts';

/** The members of a request's JSON object, each as the text that was sent. */
export function bodyMembers(body: Buffer): Map<string, string> {
  const text = body.toString();
  if (!isUtf8(body) || !isJson(text)) throw new Refusal(400, 'The body is not JSON');
  const object = text.trim();
  if (!object.startsWith('{')) throw new Refusal(400, 'The body is not a JSON object');
  return memberTexts(object);
}

/** A member's text; undefined when it is missing or null, which are the same to a Java server. */
export function given(members: ReadonlyMap<string, string>, name: string): string | undefined {
  const text = members.get(name);
  return text === 'null' ? undefined : text;
}

/** Refuses members outside the schema when it is assumed that the proxy does. */
export function checkFields(
  members: ReadonlyMap<string, string>,
  fields: readonly string[],
  assumptions: Assumptions,
): void {
  if (assumptions['unknown-fields'] === 'ignored') return;
  if ([...members.keys()].some((name) => !fields.includes(name))) {
    throw new Refusal(400, `Unrecognized field; the known ones are ${fields.join(', ')}`);
  }
}

/** Refuses a body that is not declared to be JSON when it is assumed that the proxy does. */
export function checkContentType(headers: IncomingHttpHeaders, assumptions: Assumptions): void {
  if (assumptions['content-type-checked'] === 'false') return;
  if (headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json') return;
  throw new Refusal(415, 'The content type is not application/json');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
