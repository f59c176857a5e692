import type { HttpRequest } from '@azure/functions';
import type { Schema } from '../described.ts';
import { AppError, type Fault, pointerToken, throwIfFaulty } from '../errors.ts';
import type { NamedFinding } from '../housekeeping/approve.ts';
import { isObject, parseJson } from '../parse-json.ts';
import { unknownName } from '../unknown-name.ts';
import { readBody } from './body.ts';
import { requireJson } from './read.ts';

/** Findings that an operator names, and why. */
export interface FindingsBody {
  readonly findings: readonly NamedFinding[];
  readonly reason: string;
}

const MAX_BYTES = 100_000;
const MAX_FINDINGS = 100;
const MAX_CHARACTERS = 500;

/** What `readFindings` takes. */
export function findingsSchema(withEvidence: boolean): Schema {
  const text = { type: 'string', pattern: '\\S', maxLength: MAX_CHARACTERS };
  const members = { id: text, ...(withEvidence && { evidence: text }) };
  const finding = {
    type: 'object',
    properties: members,
    required: Object.keys(members),
    additionalProperties: false,
  };
  return {
    type: 'object',
    properties: {
      findings: { type: 'array', items: finding, minItems: 1, maxItems: MAX_FINDINGS },
      reason: text,
    },
    required: ['findings', 'reason'],
    additionalProperties: false,
  };
}

/** Reads `{"findings":[{"id","evidence"?}],"reason"}`; throws `invalid-request` naming every fault. */
export async function readFindings(request: HttpRequest, withEvidence: boolean): Promise<FindingsBody> {
  requireJson(request);
  const { value } = parseJson(await readBody(request, MAX_BYTES));
  if (!isObject(value)) throw new AppError('invalid-request', 'The body must be an object with findings.');
  const faults: Fault[] = [];
  refuseUnknown(value, ['findings', 'reason'], '', faults);
  const { findings, reason } = value;
  checkText(reason, '/reason', 'Say why, in', faults);
  if (!Array.isArray(findings) || findings.length === 0 || findings.length > MAX_FINDINGS) {
    faults.push({ pointer: '#/findings', detail: `Must be a list of 1 to ${MAX_FINDINGS} findings.` });
  } else {
    for (const [index, named] of findings.entries()) {
      checkFinding(named, `/findings/${index}`, withEvidence, faults);
    }
  }
  throwIfFaulty(faults);
  return value as unknown as FindingsBody;
}

function checkFinding(named: unknown, at: string, withEvidence: boolean, faults: Fault[]): void {
  if (!isObject(named)) {
    faults.push({ pointer: `#${at}`, detail: 'Must be an object with the id of a finding.' });
    return;
  }
  const known = withEvidence ? ['id', 'evidence'] : ['id'];
  refuseUnknown(named, known, at, faults);
  for (const name of known) {
    checkText(named[name], `${at}/${name}`, 'Must be what the report shows:', faults);
  }
}

function refuseUnknown(given: object, known: readonly string[], at: string, faults: Fault[]): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    faults.push({ pointer: `#${at}/${pointerToken(name)}`, detail: unknownName(name, known) });
  }
}

function checkText(value: unknown, at: string, wanted: string, faults: Fault[]): void {
  if (typeof value === 'string' && value.trim() !== '' && value.length <= MAX_CHARACTERS) return;
  faults.push({ pointer: `#${at}`, detail: `${wanted} a text of 1 to ${MAX_CHARACTERS} characters.` });
}
