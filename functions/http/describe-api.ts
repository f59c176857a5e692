import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Row } from '../../description/operation.ts';
import type { Dependencies } from '../../shared/dependencies.ts';
import { json } from '../../shared/http/handle.ts';
import { refuseParameters } from '../../shared/http/read.ts';

/** `GET openapi.json`: the description of these routes, with the limits that the settings set. */
export async function describeApi(
  request: HttpRequest,
  { config }: Dependencies,
  rows: Readonly<Record<string, Row>>,
): Promise<HttpResponseInit> {
  refuseParameters(request);
  // Loaded by the first who asks: every start would pay for what few do.
  const { describeRoutes } = await import('../../description/document.ts');
  return json(200, describeRoutes(rows, config));
}
