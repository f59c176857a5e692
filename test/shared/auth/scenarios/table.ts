import { outages } from './outages.ts';
import { refusals } from './refusals.ts';
import { everyMode, type Scenario } from './scenario.ts';
import { usual } from './usual.ts';

/** All rows; the last two look back on the others. */
export const scenarios: readonly Scenario[] = [
  ...usual,
  ...outages,
  ...refusals,
  {
    name: 'no secret, token or assertion in anything that was printed, answered or thrown',
    modes: everyMode,
    // eslint-disable-next-line @typescript-eslint/require-await -- what it throws has to be a rejection
    check: async ({ assertNothingShown, hidden, entra }) => {
      assertNothingShown([...hidden, ...entra.issued().map(({ token }) => token)]);
    },
  },
  {
    name: 'nothing but this machine was spoken to',
    modes: everyMode,
    // eslint-disable-next-line @typescript-eslint/require-await -- what it throws has to be a rejection
    check: async ({ assertStayedHere }) => {
      assertStayedHere();
    },
  },
];
