/** As many random keys as asked for, the same on every call: those of KeyPartitions.java, some empty, some long. */
export function randomKeys(count: number): string[] {
  const below = xorshift(0x2545f491);
  return Array.from({ length: count }, (_, i) => {
    const length = below(i % 100 === 0 ? 5000 : 40);
    return Array.from({ length }, () => String.fromCodePoint(codePoint(below))).join('');
  });
}

type Below = (bound: number) => number;

// Half ASCII, the rest of two, three and four bytes in UTF-8.
function codePoint(below: Below): number {
  switch (below(4)) {
    case 0:
    case 1:
      return 0x20 + below(0x5f);
    case 2:
      return 0xa0 + below(0xd760);
    default:
      return 0x1f300 + below(0x300);
  }
}

function xorshift(seed: number): Below {
  let state = seed;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}
