/** One request of a `.http` file. */
export interface HttpFileRequest {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body with what it takes out of the answers to requests before it; undefined: there is none. */
  readonly bodyWith: (answers: ReadonlyMap<string, unknown>) => string | undefined;
}

/** Reads a `.http` file as editors do; `given` wins over its own variables. */
export function parseHttpFile(text: string, given: Readonly<Record<string, string>>): HttpFileRequest[] {
  const variables = Object.fromEntries(
    [...text.matchAll(/^@(\w+) *= *(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  const [, ...blocks] = text.split(/^### .*$/m);
  return blocks.map((block) => parseRequest(block, { ...variables, ...given }));
}

function parseRequest(block: string, variables: Readonly<Record<string, string>>): HttpFileRequest {
  const filled = block.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => variables[name] ?? whole);
  const name = /^# @name (\w+)$/m.exec(filled)?.[1];
  const [head = '', ...body] = filled
    .replaceAll(/^#.*\n/gm, '')
    .trim()
    .split('\n\n');
  const [line = '', ...headerLines] = head.split('\n');
  const [, method, url] = /^([A-Z]+) (\S+)$/.exec(line) ?? [];
  if (name === undefined || method === undefined || url === undefined)
    throw new Error(`no request: ${block}`);
  const headers = headerLines.map((header) => {
    const [, key = '', value = ''] = /^([\w-]+): *(.*)$/.exec(header) ?? [];
    if (key === '') throw new Error(`${name}: no header: ${header}`);
    return [key, value];
  });
  const template = body.length === 0 ? undefined : body.join('\n\n').trim();
  return {
    ...{ name, method, url, headers: Object.fromEntries(headers) as Record<string, string> },
    bodyWith: (answers) => template?.replaceAll(/\{\{(\w+)\.response\.body\.\$\.(\w+)\}\}/g, taken(answers)),
  };
}

function taken(answers: ReadonlyMap<string, unknown>) {
  return (_whole: string, name: string, member: string): string => {
    const value = (answers.get(name) as Record<string, unknown> | undefined)?.[member];
    if (typeof value !== 'string') throw new Error(`the answer to ${name} has no ${member}`);
    return value;
  };
}
