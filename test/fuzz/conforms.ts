import { problems } from '../../shared/errors.ts';
import { ofNoRoute } from '../../description/problem-families.ts';
import { complaintsOf, operationOf } from '../support/conformance.ts';
import type { FuzzRequest } from './make-request.ts';
import type { Answered } from './send.ts';

/** Put into requests, so that an answer that repeats more than 64 characters of them shows; good for no name. */
export const MARK = 'Zq~'.repeat(70);
const TOO_MUCH_OF_IT = MARK.slice(0, 80);

type Body = Readonly<Record<string, unknown>>;

/** What the contract of this app does not allow in an answer; nothing where all is well. */
export function complaints(request: FuzzRequest, answer: Answered): string[] {
  const { status, headers, text } = answer;
  const wrong: string[] = [];
  const need = (isSo: boolean, what: string) => {
    if (!isSo) wrong.push(what);
  };
  need(status < 500, `status ${status}`);
  need(headers['cache-control'] === 'no-store', 'no Cache-Control: no-store');
  need(headers['x-ms-request-id'] !== undefined, 'no x-ms-request-id');
  if (request.method === 'HEAD') need(text === '', 'a body for HEAD');
  if (request.method === 'HEAD' || headers['content-encoding'] === 'gzip') return wrong;
  wrong.push(...undescribed(request, answer));
  const type = headers['content-type'] ?? '';
  if (status >= 400) {
    need(type === 'application/problem+json', `content type ${type}`);
    const body = parsed(text);
    if (body === undefined) return [...wrong, 'a problem that is no JSON'];
    return [...wrong, ...problemComplaints(request, answer, body)];
  }
  if (type === 'application/json') need(parsed(text) !== undefined, 'an answer that is no JSON');
  return wrong;
}

/** What the API description does not say of it; paths and methods that no route has are not in there. */
function undescribed({ method, path }: FuzzRequest, { status, headers, text }: Answered): string[] {
  const operation = operationOf(method, `/${path.split('?')[0] ?? ''}`);
  const code = parsed(text)?.['code'];
  if (operation === undefined || ofNoRoute.some((one) => one === code)) return [];
  return complaintsOf(operation, { method, status, headers, text });
}

function problemComplaints(
  { name, method }: FuzzRequest,
  { status, headers, text }: Answered,
  body: Body,
): string[] {
  const wrong: string[] = [];
  const need = (isSo: boolean, what: string) => {
    if (!isSo) wrong.push(what);
  };
  const { code, errors } = body;
  if (typeof code !== 'string' || !Object.hasOwn(problems, code)) return [`code ${String(code)}`];
  const [wanted, title, retryable] = problems[code as keyof typeof problems];
  need(status === wanted && body['status'] === wanted, `${code} with status ${status}`);
  need(body['type'] === `urn:kafka-rest-functions:problem:${code}`, 'type');
  need(body['title'] === title && body['retryable'] === retryable, 'title or retryable');
  need(typeof body['detail'] === 'string' && body['detail'] !== '', 'no detail');
  need(body['invocationId'] === headers['x-ms-request-id'], 'invocationId is not x-ms-request-id');
  need(errors === undefined || (Array.isArray(errors) && errors.length <= 100), 'more than 100 errors');
  need(!text.includes(TOO_MUCH_OF_IT), 'more than 64 characters of the request');
  need(status !== 405 || headers['allow'] !== undefined, 'no Allow');
  const waits = [429, 503].includes(status) || code === 'idempotency-in-progress';
  need(!waits || /^\d+$/.test(headers['retry-after'] ?? ''), 'no Retry-After');
  // A changed method or path may have led elsewhere.
  const isProduce =
    name === 'produceRecords' &&
    method === 'POST' &&
    !['route-not-found', 'method-not-allowed'].includes(code);
  need(!isProduce || body['outcome'] !== undefined || code === 'unauthenticated', 'no outcome');
  return wrong;
}

function parsed(text: string): Body | undefined {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return undefined;
  }
}
