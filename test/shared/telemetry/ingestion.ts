import { gunzipSync } from 'node:zlib';
import { Faults } from '../../../local/stand-in/faults.ts';
import { json, listen, type ListenOptions, type Running, serve } from '../../../local/stand-in/serve.ts';

/** One item of telemetry, as Application Insights gets it. */
export interface Envelope {
  readonly tags: Readonly<Record<string, string>>;
  readonly data: { readonly baseType: string; readonly baseData: Readonly<Record<string, unknown>> };
}

export interface Ingestion extends Running {
  readonly connectionString: string;
  readonly received: () => readonly Envelope[];
  /** All that came, as text. */
  readonly text: () => string;
}

/** Takes telemetry as Application Insights does: `POST /v2.1/track`, an array or lines of JSON, gzipped or not. */
export async function startIngestion(tls: NonNullable<ListenOptions['tls']>): Promise<Ingestion> {
  const bodies: string[] = [];
  const running = await listen(
    serve({
      faults: new Faults(),
      nameOf: () => 'track',
      answer: ({ headers, body }) => {
        const text = (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
        bodies.push(text);
        const items = envelopes(text).length;
        return json(200, { itemsReceived: items, itemsAccepted: items, errors: [] });
      },
    }),
    { tls },
  );
  return {
    ...running,
    connectionString: `InstrumentationKey=${crypto.randomUUID()};IngestionEndpoint=${running.url}/`,
    received: () => bodies.flatMap(envelopes),
    text: () => bodies.join('\n'),
  };
}

function envelopes(text: string): Envelope[] {
  if (text.startsWith('[')) return JSON.parse(text) as Envelope[];
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Envelope);
}
