/** A call to `/runtime/webhooks/{extension}`; header names are lower-case, the body is read whole. */
export interface WebhookRequest {
  readonly method: 'POST' | 'OPTIONS';
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface WebhookAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** What an extension does with a call to its webhook; a rejection is answered with an empty 500. */
export type Webhook = (request: WebhookRequest) => Promise<WebhookAnswer> | WebhookAnswer;

/** Webhooks by extension name in lower case (`eventgrid`): the host matches names without regard to case. */
export type Webhooks = ReadonlyMap<string, Webhook>;
