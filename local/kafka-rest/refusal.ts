/** A request that the proxy answers with an error status; thrown anywhere in the REST layer, answered in one place. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  /** The message may hold names, counts and offsets of the request, never keys, values or tokens. */
  constructor(status: number | string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'Refusal';
    this.status = Number(status);
    this.headers = headers;
  }
}
