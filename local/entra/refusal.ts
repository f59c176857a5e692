import { type Answer, json } from '../stand-in/serve.ts';

/** Entra's refusals by AADSTS number: OAuth error, status, and what it says, in our words. */
const rows = {
  50049: ['invalid_instance', 400, 'Unknown or invalid instance.'],
  50027: ['invalid_client', 401, 'The client assertion is not a valid JWT.'],
  70003: ['unsupported_grant_type', 400, 'The grant type is not supported.'],
  90002: ['invalid_request', 400, 'The tenant was not found.'],
  500011: ['invalid_resource', 400, 'The resource was not found in the tenant.'],
  700016: ['unauthorized_client', 400, 'The application was not found in the tenant.'],
  700023: ['invalid_client', 401, 'The audience of the client assertion is not this authority.'],
  700024: ['invalid_client', 401, 'The client assertion is outside its time of validity.'],
  700027: ['invalid_client', 401, 'The client assertion is not signed by a valid registered certificate.'],
  700211: ['invalid_client', 401, 'No federated credential has the issuer of the assertion.'],
  700212: ['invalid_client', 401, 'No federated credential has the audience of the assertion.'],
  700213: ['invalid_client', 401, 'No federated credential has the subject of the assertion.'],
  900144: ['invalid_request', 400, 'The request body lacks a required field.'],
  900561: ['invalid_request', 400, 'The endpoint takes POST requests only.'],
  1002012: [
    'invalid_scope',
    400,
    'The scope of client credentials must be a resource followed by /.default.',
  ],
  7000215: ['invalid_client', 401, 'The client secret is wrong. Was the secret ID sent for its value?'],
  7000216: ['invalid_client', 401, 'Neither client_secret nor client_assertion was sent.'],
  7000222: ['invalid_client', 401, 'The client secret is expired.'],
} as const satisfies Record<number, readonly [string, number, string]>;

/** A call that Entra refuses; `detail` (a field, a name) never holds a credential. */
export class Refusal extends Error {
  readonly code: keyof typeof rows;
  readonly detail: string;

  constructor(code: keyof typeof rows, detail = '') {
    super(`AADSTS${code}: ${rows[code][2]}`);
    this.code = code;
    this.detail = detail;
  }

  /** The documented JSON form: `error`, `error_description` with ids and time in it, `error_codes`, the ids and the time apart. */
  answer(nowMs: number, traceId: string, correlationId: string): Answer {
    const [error, status] = rows[this.code];
    const timestamp = new Date(nowMs).toISOString().replace('T', ' ').replace(/\.\d+/, '');
    const text = this.detail === '' ? this.message : `${this.message} (${this.detail})`;
    return json(status, {
      error,
      error_description: `${text} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [this.code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${this.code}`,
    });
  }
}
