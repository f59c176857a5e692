import { describe, expect, it } from '@jest/globals';
import { matchRoute } from '../../../../local/host/http/match-route.ts';
import { parsePath } from '../../../../local/host/http/request-path.ts';
import { parseTemplate } from '../../../../local/host/http/route-template.ts';

const match = (template: string, path: string) => matchRoute(parseTemplate(template), parsePath(path));

describe('a route template', () => {
  it.each<[template: string, path: string, values: Record<string, string>]>([
    ['api/topics', '/api/topics', {}],
    ['api/topics', '/API/Topics/', {}],
    ['api/topics/{topic}', '/api/topics/orders', { topic: 'orders' }],
    ['api/topics/{topic}', '/api/topics/a%20b%2Fc', { topic: 'a b%2Fc' }],
    ['api/topics/{topic}', '/api/topics/%E0%A4%A', { topic: '%E0%A4%A' }],
    ['api/{x?}', '/api', {}],
    ['api/{x?}', '/api/1', { x: '1' }],
    ['api/{x=one}', '/api', { x: 'one' }],
    ['api/{x=one}/{y=two}', '/api/1', { x: '1', y: 'two' }],
    ['api/{*rest}', '/api', {}],
    ['api/{*rest}', '/api/a/b//c/', { rest: 'a/b//c/' }],
    ['{*path}', '/', {}],
    ['api/{x:int}', '/api/-12', { x: '-12' }],
    ['api/{x:int:range(1,9)}', '/api/9', { x: '9' }],
    ['api/{x:int?}', '/api', {}],
    ['api/{x:length(2,3)}', '/api/ab', { x: 'ab' }],
    [
      'api/{x:guid}',
      '/api/9d2a5f2e-0000-4000-8000-0123456789ab',
      { x: '9d2a5f2e-0000-4000-8000-0123456789ab' },
    ],
    ['api/{x:regex(^a{{2}}$)}', '/api/aa', { x: 'aa' }],
    ['api/{x:datetime}', '/api/2026-01-31', { x: '2026-01-31' }],
    ['api/{file}.{extension?}', '/api/a.b.c', { file: 'a.b', extension: 'c' }],
    ['api/{file}.{extension?}', '/api/a', { file: 'a' }],
    ['api/v{major}-{minor}', '/api/v1-2-3', { major: '1-2', minor: '3' }],
    ['api/{{x}}', '/api/{x}', {}],
    ['api/a.b+c', '/api/a.b+c', {}],
    ['api/topics/{topic}', '/api/x/../topics/./a', { topic: 'a' }],
    ['api/topics/{topic}', '/api/topics/b/%2e%2e/a', { topic: 'a' }],
  ])('%s fits %s', (template, path, values) => {
    expect(match(template, path)).toEqual(values);
  });

  it.each([
    ['api/topics', '/api/topics/a'],
    ['api/topics/{topic}', '/api/topics'],
    ['api/topics/{topic}/records', '/api/topics//records'],
    ['api/{x:int}', '/api/1.5'],
    ['api/{x:int}', '/api/2147483648'],
    ['api/{x:int:range(1,9)}', '/api/10'],
    ['api/{x:bool}', '/api/yes'],
    ['api/{x:alpha}', '/api/a1'],
    ['api/{x:guid}', '/api/9d2a'],
    ['api/{x:maxlength(2)}', '/api/abc'],
    ['api/{x:regex(^a{{2}}$)}', '/api/aaa'],
    ['api/a.b', '/api/axb'],
    ['{*path:int}', '/a'],
  ])('%s does not fit %s', (template, path) => {
    expect(match(template, path)).toBeUndefined();
  });

  it.each([
    ['a//b', 'has an empty segment'],
    ['a/', 'has an empty segment'],
    ['{x}/{X}', 'appears more than once'],
    ['{*x}/y', 'must be the last segment'],
    ['a{*x}', 'must be the last segment'],
    ['{x', 'has an unpaired brace'],
    ['{x:nothing}', "The route constraint 'nothing' is not known."],
    ['{x:range(a,9)}', 'lacks a whole number'],
    ['{}', 'cannot be read'],
  ])('%s is refused', (template, reason) => {
    expect(() => parseTemplate(template)).toThrow(reason);
  });
});
