import { beforeEach, describe, expect, test } from '@jest/globals';
import { HttpRequest } from '@azure/functions';
import type { AuditEntry } from '../../../shared/access/audit.ts';
import type { Needed } from '../../../shared/access/decide.ts';
import { createFairShares } from '../../../shared/access/fair-share.ts';
import { callerByKey, type Identify } from '../../../shared/access/identify.ts';
import { AppError } from '../../../shared/errors.ts';
import { createTurns } from '../../../shared/kafka-rest/turns.ts';
import { type Admitted, admitByKey, createAdmit } from '../../../shared/http/admit.ts';

function request(headers: Record<string, string>, query: Record<string, string> = {}): HttpRequest {
  const params = { topic: 'orders' };
  return new HttpRequest({ method: 'POST', url: 'http://localhost:7071/api/x', headers, query, params });
}

const idOf = (...given: Parameters<typeof request>) => (admitByKey(request(...given)) as Admitted).caller.id;

describe('The caller by key', () => {
  test('is told by the function key, in the header or the query, the header first as in the host', () => {
    const byHeader = idOf({ 'x-functions-key': 'one' });
    expect(idOf({}, { code: 'one' })).toBe(byHeader);
    expect(idOf({ 'x-functions-key': 'one' }, { code: 'two' })).toBe(byHeader);
    expect(idOf({ 'x-functions-key': 'two' })).not.toBe(byHeader);
    expect(byHeader).not.toContain('one');
  });

  test('is anyone where no key is asked for, whatever else a request says of itself', () => {
    expect(idOf({})).toBe('anyone');
    expect(idOf({ 'x-ms-client-principal': 'eyJ9', 'x-functions-key': '' })).toBe('anyone');
  });
});

let denials: AuditEntry[];
beforeEach(() => {
  denials = [];
});

describe('A request is admitted', () => {
  const turns = createTurns({ places: 1, nowMs: () => 0 });
  const gate = (identify: Identify) => {
    const shares = createFairShares({ maxRequests: 1, maxBytes: 1 });
    const noteDenial = (denial: AuditEntry) => denials.push(denial);
    return () => ({ identify, shares, turns, noteDenial });
  };
  const nobody = (): never => {
    throw new AppError('settings-invalid', 'x');
  };

  test('to an open route without asking who calls', async () => {
    expect(await createAdmit('it', { access: 'open' }, nobody)(request({}))).toMatchObject({
      caller: { id: 'anyone', rights: [] },
    });
  });

  test('by the topic of its path', async () => {
    const identify: Identify = ({ authorization }) => ({
      id: 'x',
      rights: [{ topics: [authorization ?? ''], may: ['produce'] }],
    });
    const admit = createAdmit('it', { access: 'data', verb: 'produce' }, gate(identify));
    expect(await admit(request({ authorization: 'orders' }))).toMatchObject({ caller: { id: 'x' } });
    await expect(admit(request({ authorization: 'other' }))).rejects.toMatchObject({ code: 'forbidden' });
    expect(denials).toEqual([{ who: 'x', what: 'it', ids: ['orders'], result: 'forbidden' }]);
  });

  test.each<[Needed, string | undefined]>([
    [{ access: 'data', verb: 'produce' }, 'not-written'],
    [{ access: 'data', verb: 'read' }, undefined],
    [{ access: 'operator' }, undefined],
  ])('never where it is not known who calls: %j is told the outcome %s', async (needed, outcome) => {
    const failure = (await Promise.resolve(createAdmit('it', needed, nobody)(request({}))).catch(
      (error: unknown) => error,
    )) as AppError;
    expect([failure.code, failure.options.outcome]).toEqual(['settings-invalid', outcome]);
  });

  test('by the key that the host has taken', async () => {
    const admit = createAdmit('it', { access: 'operator' }, gate(callerByKey));
    expect(await admit(request({}))).toMatchObject({ caller: { id: 'anyone', rights: 'all' } });
  });

  test('within the share of its caller, and has left it when its answer has ended', async () => {
    const admit = createAdmit('it', { access: 'data', verb: 'produce' }, gate(callerByKey));
    const { leave } = await admit(request({}));
    await expect(admit(request({}))).rejects.toMatchObject({
      code: 'too-many-requests',
      options: { outcome: 'not-written', retryAfterSeconds: 1 },
    });
    await admit(request({ 'x-functions-key': 'another' }));
    leave();
    await admit(request({}));
  });

  test('to call the proxy on behalf of its caller', async () => {
    const admit = createAdmit('it', { access: 'operator' }, gate(callerByKey));
    const { caller, run } = await admit(request({ 'x-functions-key': 'a key' }));
    expect(await run(async () => (await Promise.resolve(), turns.caller()))).toBe(caller.id);
  });

  test('or denied with a row for the audit, in which names are cut and the path of no route is left out', async () => {
    const identify: Identify = () => Promise.reject(new AppError('unauthenticated', 'x'));
    const params = { topic: 'x'.repeat(999), path: 'anything' };
    const given = new HttpRequest({ method: 'GET', url: 'http://localhost:7071/api/x', params });
    await expect(createAdmit('it', { access: 'operator' }, gate(identify))(given)).rejects.toThrow();
    expect(denials).toEqual([
      { who: 'anyone', what: 'it', ids: ['x'.repeat(249)], result: 'unauthenticated' },
    ]);
  });

  test('or neither, where nobody can say who calls', async () => {
    const identify: Identify = () => Promise.reject(new AppError('authority-unavailable', 'x'));
    const admit = createAdmit('it', { access: 'operator' }, gate(identify));
    await expect(admit(request({}))).rejects.toMatchObject({ code: 'authority-unavailable' });
    expect(denials).toEqual([]);
  });
});
