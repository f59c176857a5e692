import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';

/** What the last answer under a deadline was: all that is safe to tell of it. */
export interface LastAnswer {
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;
}

/** HTTP for one task of an Azure SDK, whatever number of requests it takes. */
export interface BoundedHttp {
  /** To be given to the SDK as its `httpClient`. */
  readonly client: HttpClient;
  readonly deadline: AbortSignal;
  readonly lastAnswer: () => LastAnswer | undefined;
  /** The promise, or a rejection at the deadline where the promise waits for what this client does not carry. */
  readonly inTime: <T>(promise: Promise<T>) => Promise<T>;
}

/** How often, and how soon, the SDKs try again within the deadline; beyond that the token cache's back-off rules. */
export const retryOptions = { maxRetries: 2, retryDelayInMs: 250, maxRetryDelayInMs: 1000 } as const;

/**
 * Makes HTTP clients for the Azure SDKs that end at a total deadline, hang, drip and retries included: some of their
 * own time-outs and signals do not reach the wire. An answer with `Retry-After` ends the task at once, because the
 * SDKs would wait as long as it says. All share their kept connections.
 */
export function createBoundedHttp(timeoutMs: number): () => BoundedHttp {
  const http = createDefaultHttpClient();
  return () => {
    const deadline = AbortSignal.timeout(timeoutMs);
    let last: LastAnswer | undefined;
    const client: HttpClient = {
      sendRequest: async (request) => {
        request.abortSignal = deadline;
        const response = await http.sendRequest(request);
        const { status, headers } = response;
        const retryAfterSeconds = secondsOf(headers.get('retry-after'));
        last = { status, retryAfterSeconds };
        if (retryAfterSeconds !== undefined) throw new Error(`answered ${status} and asked to wait`);
        return response;
      },
    };
    return {
      client,
      deadline,
      lastAnswer: () => last,
      inTime: (promise) => Promise.race([promise, rejectionAt(deadline)]),
    };
  };
}

/**
 * An HTTP client that ends each request by itself. For the managed identity: MSAL keeps the first client that the
 * process gives it for all later ones, so it must not carry the deadline of one task.
 */
export function createRequestBoundedHttp(timeoutMs: number): HttpClient {
  const http = createDefaultHttpClient();
  return {
    sendRequest: (request) => {
      request.abortSignal = AbortSignal.timeout(timeoutMs);
      return http.sendRequest(request);
    },
  };
}

function rejectionAt(deadline: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => {
      reject(new Error('deadline'));
    };
    deadline.addEventListener('abort', end, { once: true });
    if (deadline.aborted) end();
  });
}

/** `Retry-After` in either of its forms (RFC 9110, section 10.2.3). */
function secondsOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header);
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? undefined : Math.max(0, Math.ceil((atMs - Date.now()) / 1000));
}
