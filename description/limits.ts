import type { Config } from '../shared/config.ts';

/** The settings that the description shows the values of. */
export type Limits = Pick<Config, 'maxCount' | 'maxWaitSeconds' | 'maxPartitions'>;
