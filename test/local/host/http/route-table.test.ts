import { describe, expect, it } from '@jest/globals';
import type { LoadedFunction } from '../../../../local/host/function.ts';
import { parsePath } from '../../../../local/host/http/request-path.ts';
import { buildRoutes, findRoute } from '../../../../local/host/http/route-table.ts';

function fn(name: string, settings: Record<string, unknown> = {}): LoadedFunction {
  const trigger = { name: 'req', type: 'httpTrigger', ...settings };
  return { name, trigger, bindings: { req: trigger } };
}

const problems: string[] = [];
const build = (functions: LoadedFunction[], prefix = 'api') =>
  buildRoutes(functions, prefix, (_level, message) => problems.push(message));

describe('the route table', () => {
  it('lets the first function win, however badly its route fits', () => {
    const routes = build([fn('any', { route: '{*path}' }), fn('exact', { route: 'topics' })]);
    expect(findRoute(routes, 'GET', parsePath('/api/topics'))?.route.fn.name).toBe('any');
  });

  it('goes past a route whose verbs do not have the method', () => {
    const routes = build([
      fn('read', { route: 'x', methods: ['GET'] }),
      fn('write', { route: 'x', methods: ['post'] }),
    ]);
    expect(findRoute(routes, 'POST', parsePath('/api/x'))?.route.fn.name).toBe('write');
    expect(findRoute(routes, 'HEAD', parsePath('/api/x'))).toBeUndefined();
  });

  it('takes the function name for a route and may have no prefix', () => {
    expect(build([fn('a'), fn('b', { route: '' })], '/').map(({ template }) => template)).toEqual(['a', 'b']);
  });

  it('asks for a function key where a binding says nothing', () => {
    expect(build([fn('a')])[0]?.authLevel).toBe('function');
  });

  it.each([
    [{ route: '/x' }, "cannot start with '/'"],
    [{ route: '{x' }, 'unpaired brace'],
    [{ authLevel: 'nobody' }, "The authLevel 'nobody' is not known."],
  ])('leaves out %j with its reason', (settings, reason) => {
    expect(build([fn('wrong', settings), fn('right')]).map(({ template }) => template)).toEqual([
      'api/right',
    ]);
    expect(problems.at(-1)).toContain(reason);
  });
});
