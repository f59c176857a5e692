import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a user of the sample has to fill in. */
export interface Properties {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly endpoint: string;
}

/** The Python program in the how-to of a folder; undefined where there is no such folder. */
export async function findSample(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (names === undefined) return undefined;
  for (const name of names) {
    const text = await readFile(join(folder, name), 'utf8');
    const program = /^```python\n(.*?)^```$/ms.exec(text.replaceAll('\r\n', '\n'))?.[1];
    if (program !== undefined) return program;
  }
  throw new Error(`no file in ${folder} holds a Python program`);
}

/** The sample with its properties filled in, its two undefined names defined and its wait shortened; else as it is. */
export function completeSample(program: string, properties: Properties, waitSeconds: number): string {
  const changes: readonly (readonly [RegExp, string])[] = [
    [/^tenant_id = .*$/m, `tenant_id = '${properties.tenantId}'`],
    [/^client_id = .*$/m, `client_id = '${properties.clientId}'`],
    [/^client_secret = .*$/m, `client_secret = '${properties.clientSecret}'`],
    [/^kafkarest_endpoint = .*$/m, `kafkarest_endpoint = '${properties.endpoint}'`],
    // The line before loses its comment, nothing else.
    [/^(consumer_api_format = '.*').*$/m, `$1\n${missingNames}`],
    [/time\.sleep\(30\)/, `time.sleep(${waitSeconds})`],
  ];
  return changes.reduce((text, [pattern, replacement]) => {
    const found = text.match(new RegExp(pattern, 'gm'))?.length ?? 0;
    if (found !== 1) throw new Error(`the sample has ${found} places for ${String(pattern)}, not one`);
    return text.replace(pattern, replacement);
  }, program);
}

// The paths of the service's own description (D-spec); the sample of late 2020 uses the names and never sets them.
const missingNames = `partitions_api_format = 'metadata/topics/{topic_name}/partitions'
partition_api_format = 'metadata/topics/{topic_name}/partitions/{partition_id}'`;
