import { test } from '@jest/globals';
import { runHistory } from './history.ts';

const FIRST_SEED = 1;
const HISTORIES = 60;
const STEPS = 60;

test(`${HISTORIES} random histories of a group are what the model says`, async () => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed += 1) await runHistory(seed, STEPS);
});
