/** What one answer of the proxy holds at most, and so one of this app's; bytes. */
export const MAX_BYTES = 6_000_000;
/** Records where nothing else is asked for. */
export const DEFAULT_COUNT = 100;
/** Rows of one page of a list. */
export const MAX_LIMIT = 1000;
export const DEFAULT_LIMIT = 100;
