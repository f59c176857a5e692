import type { PromiseCase } from './promise.ts';
import { access, calls } from './promises/access.ts';
import { admin } from './promises/admin.ts';
import { consume } from './promises/consume.ts';
import { metadata } from './promises/metadata.ts';
import { outOfRange } from './promises/out-of-range.ts';
import { partitioning } from './promises/partitioning.ts';
import { produce } from './promises/produce.ts';
import { values } from './promises/values.ts';

/**
 * What callers may rely on in the eight calls of the HDInsight Kafka REST proxy: one list for every runner.
 * Where a runner and a case disagree, the source of the case says who must give way.
 */
export const promises: readonly PromiseCase[] = [
  ...admin,
  ...metadata,
  ...produce,
  ...partitioning,
  ...values,
  ...consume,
  ...outOfRange,
  ...access,
  ...calls,
];
