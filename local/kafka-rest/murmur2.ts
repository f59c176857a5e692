const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/** Kafka's hash of a key (`org.apache.kafka.common.utils.Utils.murmur2`) as a signed 32-bit integer. */
export function murmur2(key: Uint8Array): number {
  const words = key.length >>> 2;
  let hash = seed ^ key.length;
  for (let at = 0; at < words * 4; at += 4) hash = Math.imul(hash, multiplier) ^ mix(word(key, at));
  const tail = words * 4;
  if (tail < key.length) hash = Math.imul(hash ^ word(key, tail), multiplier);
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}

// Little-endian; bytes past the end count as zero.
function word(key: Uint8Array, at: number): number {
  return (key[at] ?? 0) | ((key[at + 1] ?? 0) << 8) | ((key[at + 2] ?? 0) << 16) | ((key[at + 3] ?? 0) << 24);
}

function mix(value: number): number {
  const multiplied = Math.imul(value, multiplier);
  return Math.imul(multiplied ^ (multiplied >>> 24), multiplier);
}
