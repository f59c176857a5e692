/** Writes what is made of the description: `npm run describe`. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { routes } from '../functions/routes.ts';
import { settings } from '../shared/settings.ts';
import { describeRoutes } from './document.ts';
import { requestsHttp } from './requests-http.ts';

const root = join(import.meta.dirname, '..');

/** The limits that count where no setting says another. */
export const defaultLimits = {
  maxCount: settings.maxCount.parse(settings.maxCount.fallback),
  maxWaitSeconds: settings.maxWaitSeconds.parse(settings.maxWaitSeconds.fallback),
  maxPartitions: settings.maxPartitions.parse(settings.maxPartitions.fallback),
};

/** Path → content, of each file that is made of the description. */
export async function describedFiles(): Promise<Readonly<Record<string, string>>> {
  const text = `${JSON.stringify(describeRoutes(routes, defaultLimits), null, 2)}\n`;
  const types = astToString(await openapiTypescript(text));
  return {
    'openapi.json': text,
    'requests.http': requestsHttp(routes, defaultLimits),
    'test/description/api.ts': `// Made by npm run describe.\n${types}`,
  };
}

if (import.meta.main) {
  for (const [path, content] of Object.entries(await describedFiles())) {
    await writeFile(join(root, path), content);
  }
}
