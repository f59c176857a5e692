import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { json } from '../../shared/http/handle.ts';
import { refuseParameters } from '../../shared/http/read.ts';
import { listBrokers as operation } from '../../shared/kafka-rest/operations/metadata.ts';

/** `GET brokers`: id, host, port and rack; the host names resolve inside the cluster's network only. */
export async function listBrokers(
  request: HttpRequest,
  { send, deadline }: Dependencies,
): Promise<HttpResponseInit> {
  refuseParameters(request);
  return json(200, { brokers: await send(operation(), deadline()) });
}
