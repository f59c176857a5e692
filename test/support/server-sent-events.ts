/** One event of a stream, by the rules of the HTML standard, 9.2.6, as far as this app uses them. */
export interface SeenEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** The events of a whole stream; comments and `retry` are passed over. */
export function parseEvents(text: string): SeenEvent[] {
  return text
    .split('\n\n')
    .map((block) => block.split('\n'))
    .filter((lines) => lines.some((line) => line.startsWith('data:')))
    .map((lines) => {
      const field = (name: string) =>
        lines
          .find((line) => line.startsWith(`${name}:`))
          ?.slice(name.length + 1)
          .replace(/^ /, '');
      return { event: field('event') ?? 'message', id: field('id'), data: field('data') ?? '' };
    });
}
