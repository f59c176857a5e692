const namedEntities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The texts of all messages in an answer of the Queue service, character for character and in its order.
 * The SDK's own XML reader leaves `&#xD;` as it stands, so that JSON with Windows line ends would arrive broken.
 */
export function messageTexts(xml: string): string[] {
  return [...xml.matchAll(/<MessageText(?:\s*\/>|>([^<]*)<\/MessageText>)/g)].map(([, text = '']) =>
    text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, decodeEntity),
  );
}

function decodeEntity(entity: string, hex?: string, decimal?: string, name?: string): string {
  if (name !== undefined) return namedEntities[name] ?? entity;
  return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
}
