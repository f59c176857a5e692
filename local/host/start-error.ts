/** The host cannot start, for a reason that one line tells; `cause` is the app's own error where it has one. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
