import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Dependencies } from '../../shared/dependencies.ts';
import { type Fault, throwIfFaulty } from '../../shared/errors.ts';
import { json } from '../../shared/http/handle.ts';
import { readQuery } from '../../shared/http/read.ts';
import { listBrokers as operation } from '../../shared/kafka-rest/operations/metadata.ts';

/** `GET brokers`: id, host, port and rack; the host names resolve inside the cluster's network only. */
export async function listBrokers(
  request: HttpRequest,
  { send, deadline }: Dependencies,
): Promise<HttpResponseInit> {
  const faults: Fault[] = [];
  readQuery(request, {}, faults);
  throwIfFaulty(faults);
  return json(200, { brokers: await send(operation(), deadline()) });
}
