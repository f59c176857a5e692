import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the project. */
export const root = join(import.meta.dirname, '../..');

/** A fenced block of a page. */
export interface Block {
  readonly language: string;
  readonly code: string;
  /** `file:line` of its first line, to be found again. */
  readonly at: string;
}

export interface Page {
  /** Below the project's folder. */
  readonly file: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Targets of links, without those that lead to other sites. */
  readonly links: readonly string[];
  /** As a link names them behind `#`. */
  readonly anchors: readonly string[];
}

/** All that is written for readers, read anew. */
export function readPages(): readonly Page[] {
  const above = readdirSync(root).filter((name) => name.endsWith('.md'));
  const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  return [...above, ...docs.map((name) => `docs/${name}`)].map(readPage);
}

/** One page; the blocks of others are not looked at. */
export function readPage(file: string): Page {
  const text = readFileSync(join(root, file), 'utf8');
  const prose = text.replaceAll(/^```[^]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, (code) => code.slice(1, -1));
  return {
    file,
    text,
    blocks: [...text.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(
      ({ index, 1: language = '', 2: code = '' }) => ({
        language,
        code,
        at: `${file}:${text.slice(0, index).split('\n').length + 1}`,
      }),
    ),
    links: [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^https?:/.test(target)),
    anchors: [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)),
  };
}

/** As GitHub makes it of a heading. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
    .replaceAll(' ', '-');
}
