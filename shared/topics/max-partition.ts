/** The greatest number that a partition can have: Kafka keeps it in 32 bits, with a sign. */
export const MAX_PARTITION = 2 ** 31 - 1;
