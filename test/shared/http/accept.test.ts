import { HttpRequest } from '@azure/functions';
import { describe, expect, test } from '@jest/globals';
import { chooseType } from '../../../shared/http/accept.ts';

const types = ['application/json', 'application/x-ndjson', 'text/event-stream'] as const;

function choose(accept?: string): string {
  const headers = accept === undefined ? {} : { accept };
  return chooseType(new HttpRequest({ method: 'GET', url: 'http://localhost/', headers }), types);
}

describe('The form of an answer is', () => {
  test.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', 'application/json'],
    ['application/x-ndjson', 'application/x-ndjson'],
    ['APPLICATION/X-NDJSON; charset=utf-8', 'application/x-ndjson'],
    ['text/event-stream', 'text/event-stream'],
    ['text/*', 'text/event-stream'],
    ['application/*', 'application/json'],
    ['text/event-stream, */*', 'text/event-stream'],
    ['application/json;q=0.5, application/x-ndjson;q=0.9', 'application/x-ndjson'],
    ['application/json;q=0.5, application/x-ndjson;q=0.5', 'application/json'],
    ['*/*, application/json;q=0', 'application/x-ndjson'],
    ['application/json;q=0.1, */*;q=0.9', 'application/x-ndjson'],
  ])('for Accept: %s', (accept, type) => {
    expect(choose(accept)).toBe(type);
  });

  test.each(['text/csv', 'application/json;q=0', 'application/json;q=2', 'application/json;q=x', '/'])(
    'none for Accept: %s, and the refusal names what there is',
    (accept) => {
      expect(() => choose(accept)).toThrow(
        expect.objectContaining({
          code: 'not-acceptable',
          message: 'Accept one of application/json, application/x-ndjson, text/event-stream.',
        }),
      );
    },
  );
});
