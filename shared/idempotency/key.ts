const MAX_LENGTH = 255;
// RFC 8941 string, whose escapes are \" and \\; visible ASCII alone, because a key is no text.
const QUOTED = `"((?:[!#-\\[\\]-~]|\\\\["\\\\]){1,${MAX_LENGTH}})"`;
// Without comma and semicolon, which would part several keys or begin parameters.
const BARE = `([!#-+\\--:<-\\[\\]-~]{1,${MAX_LENGTH}})`;

/** What an `Idempotency-Key` header looks like. */
export const IDEMPOTENCY_KEY = new RegExp(`^(?:${QUOTED}|${BARE})$`);

/**
 * Reads the value of an `Idempotency-Key` header (IETF draft-ietf-httpapi-idempotency-key-header): a structured-field
 * string or a bare token; both ways of writing give the same key. Throws an Error that says what is wanted.
 */
export function parseIdempotencyKey(text: string): string {
  const [, quoted, bare] = IDEMPOTENCY_KEY.exec(text) ?? [];
  const key = quoted?.replaceAll(/\\(.)/g, '$1') ?? bare;
  if (key === undefined)
    throw new Error(`give one key of 1 to ${MAX_LENGTH} visible ASCII characters, as "key" or key`);
  return key;
}
