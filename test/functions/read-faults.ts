import { afterEach, describe, expect, test } from '@jest/globals';
import type { CallName } from '../../local/kafka-rest/route.ts';
import type { Fault } from '../../local/stand-in/faults.ts';
import { createDependencies, type Dependencies } from '../../shared/dependencies.ts';
import type { ProblemCode } from '../../shared/errors.ts';
import { afterHit } from '../support/after-hit.ts';
import type { Answered, App } from '../support/app.ts';

export interface ReadingFunction {
  readonly app: () => App;
  /** The call of the proxy that answers the function. */
  readonly call: CallName;
  readonly ask: (dependencies: Dependencies) => Promise<Answered>;
  /** What a 404 of the proxy means. */
  readonly notFound: readonly [status: number, code: ProblemCode];
}

type Row = [what: string, fault: Fault, status: number, code: ProblemCode];

const status = (code: number, headers: Record<string, string> = {}): Fault => ({
  kind: 'status',
  status: code,
  headers,
});

const rows = (notFound: ReadingFunction['notFound']): Row[] => [
  ['401 twice', status(401), 503, 'proxy-refused-token'],
  ['403', status(403), 500, 'proxy-forbidden'],
  ['404', status(404), ...notFound],
  ['429', status(429, { 'retry-after': '7' }), 503, 'proxy-unavailable'],
  ['500', status(500), 503, 'proxy-unavailable'],
  ['503', status(503), 503, 'proxy-unavailable'],
  ['an HTML page', { kind: 'html' }, 502, 'proxy-answer-invalid'],
  ['an empty answer', { kind: 'empty' }, 502, 'proxy-answer-invalid'],
  ['no answer in time', { kind: 'hang' }, 504, 'proxy-timeout'],
  ['a cut', { kind: 'cut', where: 'before-answer' }, 502, 'proxy-answer-invalid'],
  ['a cut in mid-answer', { kind: 'cut', where: 'mid-answer' }, 502, 'proxy-answer-invalid'],
];

/** What callers of a function that reads see of each fault of the proxy. */
export function describeReadFaults({ app, call, ask, notFound }: ReadingFunction): void {
  describe('each fault of the proxy has its code:', () => {
    afterEach(async () => {
      const { dependencies, standIns } = app();
      standIns.kafkaRest.faults.clear();
      // A success between them: a slow machine's failures, one after the other, would open the breaker.
      expect((await ask(dependencies)).status).toBe(200);
    });

    test.each(rows(notFound))('%s', async (_, fault, wantedStatus, code) => {
      const { dependencies, standIns } = app();
      standIns.kafkaRest.faults.add({ call, fault });
      const deadline =
        fault.kind === 'hang' ? afterHit(standIns.kafkaRest.faults, call) : dependencies.deadline;
      const answer = await ask({ ...dependencies, deadline });
      expect(answer).toMatchObject({ status: wantedStatus, body: { code } });
      expect(answer.body).not.toHaveProperty('outcome');
      expect(answer.headers['content-type']).toBe('application/problem+json');
      expect(answer.headers['retry-after'] === undefined).toBe(wantedStatus !== 503);
      expect(answer.log).toEqual([expect.stringMatching(new RegExp(`^${code}: `))]);
    });

    test('no connection', async () => {
      const settings = { ...app().standIns.environment, KAFKA_REST_URL: 'https://localhost:1' };
      expect(await ask(createDependencies(settings))).toMatchObject({
        status: 503,
        body: { code: 'proxy-unavailable', retryable: true },
      });
    });

    test('one 401 is none: it is tried again with a new token', async () => {
      app().standIns.kafkaRest.faults.add({ call, fault: status(401), times: 1 });
      expect((await ask(app().dependencies)).status).toBe(200);
    });
  });
}
