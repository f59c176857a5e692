import { describe, expect, it } from '@jest/globals';
import { queryValues } from '../../../../local/host/http/http-call.ts';
import { parsePath, splitTarget } from '../../../../local/host/http/request-path.ts';

describe('a query', () => {
  it('has repeated names joined with a comma, whatever their case', () => {
    expect(queryValues('a=1&A=2&b=x%20y+z&c')).toEqual({ a: '1,2', b: 'x y z', c: '' });
  });
});

describe('a request target', () => {
  it('splits into path and query, and loses a host', () => {
    expect(splitTarget('/a?b=?c')).toEqual({ path: '/a', query: 'b=?c' });
    expect(splitTarget('http://host:1/a')).toEqual({ path: '/a', query: '' });
    expect(splitTarget('http://host?b')).toEqual({ path: '/', query: 'b' });
  });

  it('never leaves the root by its dot segments', () => {
    expect(parsePath('/../../a').segments).toEqual(['a']);
  });
});
