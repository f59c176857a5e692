import { createHash } from 'node:crypto';

/** What the rows and blobs of one cluster are kept under, by its proxy's host: another cluster inherits none of them. */
export function clusterKeyOf(host: string): string {
  return createHash('sha256').update(host).digest('hex').slice(0, 16);
}
