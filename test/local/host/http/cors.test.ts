import { describe, expect, it } from '@jest/globals';
import { applyCors } from '../../../../local/host/http/cors.ts';
import type { Cors } from '../../../../local/host/local-settings.ts';
import { listen } from '../../../../local/stand-in/serve.ts';

async function ask(cors: Cors, method: string, headers: Record<string, string>) {
  const server = await listen((request, response) => {
    if (!applyCors(cors, request, response)) response.writeHead(200).end('passed on');
  });
  try {
    const answer = await fetch(server.url, { method, headers });
    const names = ['origin', 'methods', 'headers', 'credentials'];
    const values = names.map((name) => answer.headers.get(`access-control-allow-${name}`));
    return { status: answer.status, values };
  } finally {
    await server.close();
  }
}

const preflight = {
  origin: 'https://a',
  'access-control-request-method': 'PUT',
  'access-control-request-headers': 'x-b',
};

describe('CORS', () => {
  it('answers the preflight of an allowed origin', async () => {
    const cors = { origins: ['https://a'], credentials: true };
    expect(await ask(cors, 'OPTIONS', preflight)).toEqual({
      status: 204,
      values: ['https://a', 'PUT', 'x-b', 'true'],
    });
  });

  it('tells an origin that is not allowed nothing', async () => {
    const cors = { origins: ['https://b'], credentials: false };
    expect(await ask(cors, 'OPTIONS', preflight)).toEqual({ status: 204, values: [null, null, null, null] });
  });

  it('adds its header to other answers and leaves plain OPTIONS to the functions', async () => {
    const cors = { origins: ['*'], credentials: false };
    expect(await ask(cors, 'GET', { origin: 'https://c' })).toEqual({
      status: 200,
      values: ['*', null, null, null],
    });
    expect((await ask(cors, 'OPTIONS', {})).status).toBe(200);
  });
});
