import type { EventGridPublisherClient } from '@azure/eventgrid';
import type { ManagedIdentity } from '../auth/entra-token.ts';

/** The status of the topic's answer; `0`: there was none. */
export type Publish = (events: readonly string[], signal: AbortSignal) => Promise<number>;

export interface TopicOptions {
  readonly endpoint: string;
  /** The topic's access key; left out, the app's identity must be an EventGrid Data Sender. */
  readonly key: string | undefined;
  readonly credential: () => ManagedIdentity;
}

const RETRY = { maxRetries: 2, retryDelayInMs: 100, maxRetryDelayInMs: 1000 };

/** Publishes CloudEvents as one batch, each as its JSON text to the byte; the SDK is loaded by the first call. */
export function createPublish({ endpoint, key, credential }: TopicOptions): Publish {
  let identity: ManagedIdentity | undefined;

  async function open(body: string): Promise<EventGridPublisherClient<'CloudEvent'>> {
    const { AzureKeyCredential, EventGridPublisherClient } = await import('@azure/eventgrid');
    const proof = key === undefined ? (identity ??= credential()) : new AzureKeyCredential(key);
    const asWritten: Policy = {
      name: 'as-written',
      sendRequest: (request, next) => {
        request.body = body;
        return next(request);
      },
    };
    return new EventGridPublisherClient(endpoint, 'CloudEvent', proof, {
      retryOptions: RETRY,
      // A key or token goes nowhere but to the endpoint that was declared.
      redirectOptions: { maxRetries: 0 },
      additionalPolicies: [{ policy: asWritten, position: 'perRetry' }],
    });
  }

  return async (events, signal) => {
    // The SDK makes objects of arrays, refuses text and rounds numbers: what it writes is replaced by what was given.
    const client = await open(`[${events.join(',')}]`);
    try {
      await client.send(
        events.map(() => ({ id: 'event', source: '/', type: 'event' })),
        { abortSignal: signal },
      );
      return 200;
    } catch (error) {
      const { statusCode } = error as { statusCode?: unknown };
      return typeof statusCode === 'number' ? statusCode : 0;
    }
  };
}

type Options = NonNullable<ConstructorParameters<typeof EventGridPublisherClient>[3]>;
type Policy = NonNullable<Options['additionalPolicies']>[number]['policy'];
