import { createHmac, createPublicKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import type { Entra, IssueOptions } from '../../local/entra/start.ts';
import { startEntra } from '../../local/entra/start.ts';
import { APP_RESOURCE } from '../../local/stand-ins.ts';
import type { Verb } from '../../shared/access/caller.ts';
import type { Needed } from '../../shared/access/decide.ts';
import { importRoutes } from '../support/routes.ts';
import { type RouteRequest, routeRequests } from '../support/route-requests.ts';
import { type RunningApp, startRunningApp } from '../support/running-app.ts';

/** Every route, asked with every kind of credential, in both modes: what it must be told stands in two tables. */
type Row = Needed & { readonly route: string };
interface Asked extends RouteRequest {
  readonly name: string;
  readonly row: Row;
}
type Credential = (asked: Asked) => Promise<Record<string, string>> | Record<string, string>;

const { routes } = await importRoutes();
const asked: Asked[] = [
  ...Object.entries<Row>(routes).map(([name, row]) => ({
    name,
    row,
    ...routeRequests[name as keyof typeof routeRequests],
  })),
  {
    name: 'unmatchedRoute',
    row: { access: 'data', verb: 'any', route: '{*path}' },
    method: 'GET',
    path: 'no/such/route',
    allowed: [404],
  },
];

test('every route has its request, and every request its route', () => {
  expect(Object.keys(routeRequests).sort()).toEqual(Object.keys(routes).sort());
});

let folder: string;
let azurite: Azurite;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matrix-'));
  azurite = await startAzurite();
}, 60_000);
afterAll(async () => {
  await azurite.stop();
  await rm(folder, { recursive: true });
});

async function start(settings: Record<string, string>): Promise<RunningApp> {
  const hostFlags = ['--enableAuth', '--keys', join(folder, 'keys.json')];
  const storage = { AzureWebJobsStorage: azurite.connectionString };
  const app = await startRunningApp({ settings: { ...storage, ...settings }, hostFlags });
  await app.standIns.kafkaRest.log.createTopic({ name: 'orders', partitionCount: 2, replicationFactor: 1 });
  return app;
}

/** The routes that were not told what they had to be; `ok` stands for what the route tells a caller who may. */
async function differences(
  app: RunningApp,
  credential: Credential,
  expected: (row: Row) => number | 'ok',
): Promise<string[]> {
  const found = await Promise.all(
    asked.map(async (one) => {
      const { name, row, method, path, body, headers, allowed } = one;
      const answer = await fetch(`${app.url}/${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
          ...(await credential(one)),
        },
        ...(body === undefined ? {} : { body }),
      });
      await answer.arrayBuffer();
      const wanted = expected(row);
      const isRight = wanted === 'ok' ? allowed.includes(answer.status) : answer.status === wanted;
      return isRight ? [] : [`${name}: ${answer.status}, not ${wanted}`];
    }),
  );
  return found.flat();
}

const level = (open: number | 'ok', data: number | 'ok', operator: number | 'ok') => (row: Row) =>
  ({ open, data, operator })[row.access];

describe('In the mode keys', () => {
  let app: RunningApp;
  const key = (text: string) => ({ 'x-functions-key': text });

  beforeAll(async () => {
    const functions = Object.fromEntries(asked.map(({ name }) => [name, { own: `key-of-${name}` }]));
    const keys = { master: 'the-master', host: { default: 'a-host-key' }, functions, system: {} };
    await writeFile(join(folder, 'keys.json'), JSON.stringify(keys));
    app = await start({});
  }, 60_000);
  afterAll(() => app.close());

  test.each<[string, Credential, ReturnType<typeof level>]>([
    ['no key', () => ({}), level('ok', 401, 401)],
    ['a wrong key', () => key('wrong'), level('ok', 401, 401)],
    ['an empty key', () => key(''), level('ok', 401, 401)],
    ['the key of another function', () => key('key-of-nothing'), level('ok', 401, 401)],
    ['its own key', ({ name }) => key(`key-of-${name}`), level('ok', 'ok', 401)],
    ['a host key', () => key('a-host-key'), level('ok', 'ok', 401)],
    ['the admin key', () => key('the-master'), level('ok', 'ok', 'ok')],
    ['a token in place of a key', () => ({ authorization: 'Bearer the-master' }), level('ok', 401, 401)],
    [
      'a forged principal',
      () => ({ 'x-ms-client-principal': Buffer.from('{"claims":[]}').toString('base64') }),
      level('ok', 401, 401),
    ],
  ])('%s', async (_, credential, expected) => {
    expect(await differences(app, credential, expected)).toEqual([]);
  });

  test('the key of every function opens no other one of the same level', async () => {
    const other = ({ name }: Asked) => key(`key-of-${name === 'ready' ? 'listTopics' : 'ready'}`);
    expect(await differences(app, other, level('ok', 401, 401))).toEqual([]);
  });
});

describe('In the mode entra', () => {
  let app: RunningApp;
  let stranger: Entra;
  const verbs: readonly Verb[] = ['produce', 'read', 'group', 'describe'];
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const caller = { clientId: 'an-app', objectId: 'an-object' };

  beforeAll(async () => {
    const rules = {
      roles: {
        All: [{ topics: ['orders'], may: verbs }],
        Elsewhere: [{ topics: ['other.*'], may: verbs }],
        ...Object.fromEntries(
          verbs.map((verb) => [`Not-${verb}`, [{ topics: ['*'], may: verbs.filter((one) => one !== verb) }]]),
        ),
      },
    };
    await writeFile(join(folder, 'access.json'), JSON.stringify(rules));
    await writeFile(join(folder, 'keys.json'), '{"master":"the-master","host":{"default":"a-host-key"}}');
    app = await start({
      KAFKA_API_AUTH: 'entra',
      KAFKA_API_AUDIENCE: APP_RESOURCE,
      KAFKA_ACCESS_FILE: join(folder, 'access.json'),
    });
    stranger = await startEntra({
      tenantId: '99999999-9999-4999-8999-999999999999',
      resources: { [APP_RESOURCE]: { tokenVersion: 2 } },
    });
  }, 60_000);
  afterAll(async () => {
    await app.close();
    await stranger.close();
  });

  const issue = async (roles: readonly string[], options: IssueOptions = {}, from = app.standIns.entra) =>
    (await from.issue({ ...caller, roles }, APP_RESOURCE, options)).token;
  const operators = ['Kafka.Operator'];
  const withHead = async (change: (head: Record<string, unknown>) => Record<string, unknown>) => {
    const [head = '', claims = '', signature = ''] = (await issue(operators)).split('.');
    const changed = change(JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, unknown>);
    return [Buffer.from(JSON.stringify(changed)).toString('base64url'), claims, signature] as const;
  };
  const withPublicKey = async () => {
    const [head, claims] = await withHead((own) => ({ ...own, alg: 'HS256' }));
    const [key] = app.standIns.entra.jwks().keys;
    const pem = createPublicKey({ key: key as Record<string, string>, format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    });
    return `${head}.${claims}.${createHmac('sha256', pem).update(`${head}.${claims}`).digest('base64url')}`;
  };
  const nobody = level('ok', 401, 401);

  test.each<
    [string, () => Promise<Record<string, string>> | Record<string, string>, (row: Row) => number | 'ok']
  >([
    ['no token', () => ({}), nobody],
    ['a function key', () => ({ 'x-functions-key': 'a-host-key' }), nobody],
    ['the admin key', () => ({ 'x-functions-key': 'the-master' }), nobody],
    [
      'a token that has expired',
      async () => bearer(await issue(operators, { lifetimeSeconds: -3600 })),
      nobody,
    ],
    [
      'a token for another audience',
      async () => bearer(await issue(operators, { claims: { aud: 'api://other' } })),
      nobody,
    ],
    [
      'a token for Kafka itself',
      async () =>
        bearer(
          (await app.standIns.entra.issue({ ...caller, roles: operators }, 'https://hib.azurehdinsight.net'))
            .token,
        ),
      nobody,
    ],
    ['a token of another tenant', async () => bearer(await issue(operators, {}, stranger)), nobody],
    [
      'a token that claims another tenant',
      async () => bearer(await issue(operators, { claims: { tid: 'other' } })),
      nobody,
    ],
    [
      'alg none',
      async () => {
        const [head, claims] = await withHead((own) => ({ ...own, alg: 'none' }));
        return bearer(`${head}.${claims}.`);
      },
      nobody,
    ],
    ['HS256 with the public key', async () => bearer(await withPublicKey()), nobody],
    [
      'a key id that nobody knows',
      async () => bearer((await withHead((own) => ({ ...own, kid: 'invented' }))).join('.')),
      nobody,
    ],
    [
      'a key id that leads elsewhere',
      async () =>
        bearer(
          (
            await withHead((own) => ({
              ...own,
              kid: 'https://evil.test/keys',
              jku: 'https://evil.test/keys',
            }))
          ).join('.'),
        ),
      nobody,
    ],
    ['a valid token without rights', async () => bearer(await issue([])), level('ok', 403, 403)],
    [
      'a valid token with an unknown role',
      async () => bearer(await issue(['kafka.operator', 'toString'])),
      level('ok', 403, 403),
    ],
    ['rights', async () => bearer(await issue(['All'])), level('ok', 'ok', 403)],
    [
      'all rights elsewhere',
      async () => bearer(await issue(['Elsewhere'])),
      (row) => (row.access === 'data' && row.route.includes('{topic}') ? 403 : level('ok', 'ok', 403)(row)),
    ],
    ...verbs.map((verb): [string, () => Promise<Record<string, string>>, (row: Row) => number | 'ok'] => [
      `every right but to ${verb}`,
      async () => bearer(await issue([`Not-${verb}`])),
      (row) => (row.access === 'data' && row.verb === verb ? 403 : level('ok', 'ok', 403)(row)),
    ]),
    ['the role of operators', async () => bearer(await issue(operators)), level('ok', 'ok', 'ok')],
  ])('%s', async (_, credential, expected) => {
    const headers = await credential();
    expect(await differences(app, () => headers, expected)).toEqual([]);
  });

  test('nothing without a topic in its path shows one that the caller has no right to', async () => {
    const headers = bearer(await issue(['Elsewhere']));
    const lists = asked.filter(({ row }) => row.access === 'data' && !row.route.includes('{topic}'));
    for (const { path, method } of lists) {
      const text = await (await fetch(`${app.url}/${path}`, { method, headers })).text();
      expect([path, text.includes('orders')]).toEqual([path, false]);
    }
    expect(lists.length).toBeGreaterThan(2);
  });
});
