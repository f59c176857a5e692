import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { callerUnder, readRules } from '../../../shared/access/rules.ts';
import type { AppError } from '../../../shared/errors.ts';

const appId = '22222222-2222-4222-8222-222222222222';
const grant = { topics: ['orders.*'], may: ['produce'] };
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'access-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(value: unknown): Promise<string> {
  const path = join(folder, 'access.json');
  await writeFile(path, JSON.stringify(value));
  return path;
}

describe('The access file', () => {
  test('that is shipped is valid', async () => {
    expect(Object.keys((await readRules('config/access.json')).roles ?? {})).toEqual(['Hello.User']);
  });

  test('is refused as a whole, with every fault and its place', async () => {
    const path = await fileOf({
      roles: { 'Kafka.Operator': [grant], Reader: [{ topics: ['a b'], may: ['reed', 'read'] }] },
      apps: { 'not-an-id': [grant], [appId]: [] },
      role: {},
    });
    const { code, options } = (await readRules(path).catch((error: unknown) => error)) as AppError;
    expect(code).toBe('settings-invalid');
    const places = options.faults?.map((fault) => ('pointer' in fault ? fault.pointer : ''));
    expect(new Set(places)).toEqual(
      new Set([
        '#/role',
        '#/roles/Kafka.Operator',
        '#/roles/Reader/0/topics/0',
        '#/roles/Reader/0/may/0',
        '#/apps/not-an-id',
        `#/apps/${appId}`,
      ]),
    );
    expect(options.faults?.every(({ detail }) => detail.startsWith(path))).toBe(true);
  });

  test('that is not there is a fault, and not an invitation', async () => {
    await expect(readRules(join(folder, 'none.json'))).rejects.toMatchObject({ code: 'settings-invalid' });
  });
});

describe('A caller under the rules', () => {
  const rules = {
    roles: { Writer: [{ topics: ['orders.*'], may: ['produce'] as const }], constructor: [] },
    apps: { [appId]: [{ topics: ['audit'], may: ['read'] as const }] },
  };
  const token = { tenantId: 'a-tenant', appId, userId: undefined, roles: [] };

  test('has what its roles and, calling by itself, its application have', () => {
    expect(
      callerUnder(rules, { ...token, appId: appId.toUpperCase(), roles: ['Writer', 'Unknown'] }).rights,
    ).toEqual([
      { topics: ['orders.*'], may: ['produce'] },
      { topics: ['audit'], may: ['read'] },
    ]);
  });

  test('has nothing of the application through which a user calls', () => {
    const caller = callerUnder(rules, { ...token, userId: 'a-user', roles: ['Writer'] });
    expect(caller).toEqual({ id: 'a-tenant/a-user', rights: [{ topics: ['orders.*'], may: ['produce'] }] });
  });

  test('has all rights with the role of operators, and none by a name that objects have by themselves', () => {
    expect(callerUnder(rules, { ...token, roles: ['Kafka.Operator'] }).rights).toBe('all');
    expect(callerUnder({}, { ...token, roles: ['toString', '__proto__'] }).rights).toEqual([]);
  });
});
