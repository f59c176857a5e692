import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { type Block, readPage, readPages, root } from './pages.ts';

const pages = readPages();
const blocks = pages.flatMap((page) => page.blocks);
const inLanguage = (language: string) => blocks.filter((block) => block.language === language);

describe.each(pages)('$file', ({ file, links, anchors }) => {
  test('leads to files and headings that are there', () => {
    const lost = links.filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? file : join(dirname(file), path);
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && !readPage(target).anchors.includes(anchor);
    });
    expect(lost).toEqual([]);
  });

  // A change log has the same headings in each version.
  test('has no two headings of one name, which no link could tell apart', () => {
    expect(file === 'CHANGELOG.md' || new Set(anchors).size === anchors.length).toBe(true);
  });
});

test('every page of docs/ is reached from the README', () => {
  const { links } = readPage('README.md');
  const files = pages.map(({ file }) => file).filter((file) => file.startsWith('docs/'));
  expect(links).toEqual(expect.arrayContaining(files));
});

test('the README is a front door and no book', () => {
  expect(Buffer.byteLength(readPage('README.md').text)).toBeLessThan(27_000);
});

test('every block says its language, so that it is looked at below', () => {
  const known = ['sh', 'json', 'js', 'ts', 'http', 'kql', 'ndjson'];
  expect(blocks.filter(({ language }) => !known.includes(language)).map(({ at }) => at)).toEqual([]);
});

describe('The blocks', () => {
  test.each(inLanguage('sh'))('$at are commands that a shell understands', ({ code }) => {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: code });
    expect([status, stderr.toString()]).toEqual([0, '']);
  });

  test('of commands name scripts and files that are there', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
    const code = inLanguage('sh')
      .map((block) => block.code)
      .join('\n');
    const named = [...code.matchAll(/npm run (?:-s )?([\w-]+)/g)].map(([, name]) => name);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
    const files = [...code.matchAll(/\bnode ([\w/.-]+\.ts)/g)].map(([, file = '']) => file);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  test.each(inLanguage('json'))('$at are JSON', ({ code }) => {
    expect(() => JSON.parse(code) as unknown).not.toThrow();
  });

  test.each(inLanguage('ndjson'))('$at have JSON in each line', ({ code }) => {
    for (const line of code.trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  test.each(inLanguage('js'))('$at are JavaScript', ({ code }) => {
    expect(() => new Script(`async () => {${code}}`)).not.toThrow();
  });

  test.each(inLanguage('http'))(
    '$at are requests: a line, headers, and JSON if there is a body',
    ({ code }) => {
      const [head = '', body] = code.trim().split('\n\n');
      const [line = '', ...headers] = head.split('\n');
      expect(line).toMatch(/^(GET|PUT|POST|DELETE) \/\S+$/);
      for (const header of headers) expect(header).toMatch(/^[\w-]+: .+$/);
      if (body !== undefined) expect(() => JSON.parse(body) as unknown).not.toThrow();
    },
  );

  test.each(inLanguage('kql'))('$at are queries whose brackets and quotes close', (block) => {
    expect(openAtEnd(block)).toBe('');
  });
});

test('the client of docs/from-the-proxy.md is docs/send-records.ts, which is compiled and linted', () => {
  const { blocks: shown } = readPage('docs/from-the-proxy.md');
  const [client] = shown.filter(({ language }) => language === 'ts');
  const source = readFileSync(join(root, 'docs/send-records.ts'), 'utf8');
  expect(client?.code).toBe(source);
  expect(source.split('\n').filter((line) => !/^\s*(\/\/|\/?\*|$)/.test(line)).length).toBeLessThanOrEqual(
    40,
  );
});

/** What is open at the end of a query; its strings are taken out first. */
function openAtEnd({ code }: Block): string {
  const closes: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
  const bare = code.replaceAll(/"[^"\n]*"/g, '');
  let open = '';
  for (const sign of bare.replaceAll(/[^()[\]{}"]/g, '')) {
    open = closes[sign] !== undefined && open.endsWith(closes[sign]) ? open.slice(0, -1) : open + sign;
  }
  return open;
}
