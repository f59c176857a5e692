/** Whether a value of a route parameter fits. */
export type RouteConstraint = (value: string) => boolean;

type Maker = (...args: (string | undefined)[]) => RouteConstraint;

const matching =
  (pattern: RegExp): Maker =>
  () =>
  (value) =>
    pattern.test(value);

const between =
  (least: bigint, most: bigint): RouteConstraint =>
  (value) =>
    /^[+-]?\d+$/.test(value) && BigInt(unsigned(value)) >= least && BigInt(unsigned(value)) <= most;

// BigInt takes no plus sign.
const unsigned = (value: string): string => value.replace(/^\+/, '');

const longMin = -(2n ** 63n);
const longMax = 2n ** 63n - 1n;

/** ASP.NET's inline constraints by name. */
const makers: Readonly<Record<string, Maker>> = {
  int: () => between(-(2n ** 31n), 2n ** 31n - 1n),
  long: () => between(longMin, longMax),
  min: (least) => between(integer(least), longMax),
  max: (most) => between(longMin, integer(most)),
  range: (least, most) => between(integer(least), integer(most)),
  bool: matching(/^(?:true|false)$/i),
  decimal: matching(/^[+-]?(?:\d+\.?\d*|\.\d+)$/),
  double: matching(/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i),
  float: matching(/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i),
  datetime: () => (value) => !Number.isNaN(Date.parse(value)),
  guid: matching(
    /^(?:\{[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{32})$/i,
  ),
  alpha: matching(/^[a-z]*$/i),
  required: () => (value) => value !== '',
  length: (least, most) => (value) => value.length >= count(least) && value.length <= count(most ?? least),
  minlength: (least) => (value) => value.length >= count(least),
  maxlength: (most) => (value) => value.length <= count(most),
  file: matching(/\.[^./]+$/),
  nonfile: () => (value) => !/\.[^./]+$/.test(value),
};

/** Makes a constraint out of `range(1,9)`; throws an Error for what ASP.NET does not know. */
export function parseConstraint(text: string): RouteConstraint {
  const [, name = text, args] = /^(\w+)\((.*)\)$/s.exec(text) ?? [];
  if (name.toLowerCase() === 'regex') {
    const pattern = new RegExp(args ?? '', 'i');
    return (value) => pattern.test(value);
  }
  const make = makers[name.toLowerCase()];
  if (make === undefined) throw new Error(`The route constraint '${text}' is not known.`);
  return make(...(args === undefined ? [] : args.split(',').map((arg) => arg.trim())));
}

function integer(text: string | undefined): bigint {
  if (text === undefined || !/^-?\d+$/.test(text))
    throw new Error('A route constraint lacks a whole number.');
  return BigInt(text);
}

function count(text: string | undefined): number {
  return Number(integer(text));
}
