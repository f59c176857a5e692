import { createHash } from 'node:crypto';

/** What the rows and blobs of one cluster are kept under: another cluster never inherits evidence or approvals. */
export function clusterKeyOf(restUrl: URL): string {
  return createHash('sha256').update(restUrl.host).digest('hex').slice(0, 16);
}
