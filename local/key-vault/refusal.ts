import { type Answer, json } from '../stand-in/serve.ts';

/** Key Vault's refusals: `innererror.code` or, where it has none, `code`, with the status. */
const rows = {
  Unauthorized: [401, 'Unauthorized'],
  ForbiddenByPolicy: [403, 'Forbidden'],
  ForbiddenByRbac: [403, 'Forbidden'],
  SecretDisabled: [403, 'Forbidden'],
  SecretNotFound: [404, 'SecretNotFound'],
  CertificateDisabled: [403, 'Forbidden'],
  CertificateNotFound: [404, 'CertificateNotFound'],
  BadParameter: [400, 'BadParameter'],
  NotFound: [404, 'NotFound'],
  MethodNotAllowed: [405, 'MethodNotAllowed'],
} as const satisfies Record<string, readonly [number, string]>;

/** A call that the vault refuses; the message never holds a token or a value. */
export class Refusal extends Error {
  readonly #row: keyof typeof rows;
  readonly #headers: Record<string, string>;

  constructor(row: keyof typeof rows, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.#row = row;
    this.#headers = headers;
  }

  /** `{"error":{"code","message","innererror"?:{"code"}}}`. */
  answer(): Answer {
    const [status, code] = rows[this.#row];
    const inner = code === this.#row ? {} : { innererror: { code: this.#row } };
    return json(status, { error: { code, message: this.message, ...inner } }, this.#headers);
  }
}
