/** Groups that this app keeps for its own subscriptions: callers see them and do not use them. */
export const RESERVED_PREFIX = 'subscription.';

/** The names that groups may have. */
export const GROUP_NAME = /^[A-Za-z0-9._-]{1,128}$/;

/** What is wrong with the name of a group, or undefined. */
export function groupNameFault(group: string): string | undefined {
  return GROUP_NAME.test(group)
    ? undefined
    : 'The name of a group has 1 to 128 of the characters a-z A-Z 0-9 . _ and -.';
}

/** Why a caller cannot use a group, or undefined. */
export function reservedGroupFault(group: string): string | undefined {
  return group.startsWith(RESERVED_PREFIX)
    ? `${RESERVED_PREFIX} begins the groups of subscriptions: take another name.`
    : undefined;
}
