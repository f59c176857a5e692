import { AppError } from '../errors.ts';

const CLOSE = 0x7d;

/** A bare array of records as the object that everybody else answers. */
export async function* asObject(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.from('{"records":');
  yield* chunks;
  yield Buffer.from('}');
}

/**
 * The same object with further members, `"name":value,…`, in before its last bracket. They are asked for when all
 * else has come; what comes is not looked into.
 */
export async function* withMembers(
  chunks: AsyncIterable<Uint8Array>,
  members: () => Promise<string>,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (isBlank(chunk)) held = Buffer.concat([held, chunk]);
    else {
      if (held.byteLength > 0) yield held;
      held = chunk;
    }
  }
  const end = held.lastIndexOf(CLOSE);
  if (end < 0 || !isBlank(held.subarray(end + 1))) {
    throw new AppError('proxy-answer-invalid', 'consume: a body that ends with no object.');
  }
  const more = await members();
  yield held.subarray(0, end);
  yield Buffer.from(more === '' ? '}' : `,${more}}`);
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09);
}
