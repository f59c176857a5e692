import { crc32, deflateRawSync } from 'node:zlib';

/** A file of an archive; its path has `/` between its parts. */
export interface Entry {
  readonly path: string;
  readonly content: Buffer;
}

const MADE_BY_UNIX = 3 << 8;
const VERSION = 20;
const DEFLATED = 8;
const UTF8 = 1 << 11;
// 1 January 1980, the first day that the format knows: the same files make the same bytes whenever they are packed.
const FIRST_DAY = 0x21;
const READABLE_FILE = 0o100644;

/** A ZIP archive (PKWARE APPNOTE 6.3) of up to 65,535 files below 4 GiB; the same files in any order make the same bytes. */
export function zip(entries: readonly Entry[]): Buffer {
  const sorted = entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const contents: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, content } of sorted) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(content, { level: 9 });
    const common = describe(content, packed, name);
    const local = Buffer.concat([signature(0x04034b50), common, uint16(0), name, packed]);
    directory.push(directoryEntry(common, name, offset));
    contents.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  return Buffer.concat([...contents, listing, end(sorted.length, listing.length, offset)]);
}

/** What a file says of itself before its content and again in the directory. */
function describe(content: Buffer, packed: Buffer, name: Buffer): Buffer {
  return Buffer.concat([
    ...[VERSION, UTF8, DEFLATED, 0, FIRST_DAY].map(uint16),
    ...[crc32(content), packed.length, content.length].map(uint32),
    uint16(name.length),
  ]);
}

function directoryEntry(common: Buffer, name: Buffer, offset: number): Buffer {
  const [extra, comment, disk, internal] = [0, 0, 0, 0];
  return Buffer.concat([
    signature(0x02014b50),
    uint16(MADE_BY_UNIX | VERSION),
    common,
    ...[extra, comment, disk, internal].map(uint16),
    uint32(READABLE_FILE * 0x10000),
    uint32(offset),
    name,
  ]);
}

function end(files: number, directoryBytes: number, directoryOffset: number): Buffer {
  return Buffer.concat([
    signature(0x06054b50),
    ...[0, 0, files, files].map(uint16),
    ...[directoryBytes, directoryOffset].map(uint32),
    uint16(0),
  ]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

const signature = uint32;
