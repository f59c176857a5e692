const MAX_LENGTH = 255;
// RFC 8941 string, whose escapes are \" and \\; visible ASCII alone, because a key is no text.
const QUOTED = /^"((?:[!#-[\]-~]|\\["\\])*)"$/;
// Without comma and semicolon, which would part several keys or begin parameters.
const BARE = /^[!#-+\--:<-[\]-~]+$/;

/**
 * Reads the value of an `Idempotency-Key` header (IETF draft-ietf-httpapi-idempotency-key-header): a structured-field
 * string or a bare token; both ways of writing give the same key. Throws an Error that says what is wanted.
 */
export function parseIdempotencyKey(text: string): string {
  const quoted = QUOTED.exec(text)?.[1]?.replaceAll(/\\(.)/g, '$1');
  const key = quoted ?? (BARE.test(text) ? text : '');
  if (key.length === 0 || key.length > MAX_LENGTH) {
    throw new Error(`give one key of 1 to ${MAX_LENGTH} visible ASCII characters, as "key" or key`);
  }
  return key;
}
