import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { zip } from '../../local/zip.ts';

const entries = [
  { path: 'b/empty', content: Buffer.alloc(0) },
  { path: 'a.txt', content: Buffer.from('Größe\n'.repeat(1000)) },
  { path: 'b/ü.bin', content: Buffer.from([0, 255, 80, 75, 5, 6]) },
];

test('another program finds every file of an archive as it was, and nothing wrong with it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-rest-functions-'));
  try {
    writeFileSync(join(folder, 'a.zip'), zip(entries));
    // Of Python's own library, which checks the checksums too; unzip is not on every machine.
    const unpack =
      'import sys,zipfile; z=zipfile.ZipFile("a.zip"); assert z.testzip() is None; z.extractall("out")';
    execFileSync('python3', ['-c', unpack], { cwd: folder });
    for (const { path, content } of entries) expect(readFileSync(join(folder, 'out', path))).toEqual(content);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the order of files changes no byte of an archive', () => {
  expect(zip(entries.toReversed())).toEqual(zip(entries));
});
