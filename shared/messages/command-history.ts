import { isObject, parseJson } from '../parse-json.ts';
import { decodeMessage } from './message-bytes.ts';

/** What became of a command before it was put back from the dead letters; it says so itself, in its `history`. */
export interface CommandHistory {
  /** Of the message that was given up first. */
  readonly messageId: string;
  /** How often it was tried, in the queue and by replays. */
  readonly attempts: number;
  /** RFC 3339. */
  readonly firstAt: string;
}

/** The history of a command; one that this app cannot have written counts as none. */
export function readHistory({ history }: Readonly<Record<string, unknown>>): CommandHistory | undefined {
  if (!isObject(history)) return undefined;
  const { messageId, attempts, firstAt } = history;
  if (typeof messageId !== 'string' || typeof firstAt !== 'string') return undefined;
  const isPossible = Number.isSafeInteger(attempts) && (attempts as number) > 0;
  if (!isPossible || Number.isNaN(Date.parse(firstAt))) return undefined;
  return { messageId, attempts: attempts as number, firstAt };
}

/** The same of a message that may be no command at all; never throws. */
export function historyIn(content: Uint8Array): CommandHistory | undefined {
  try {
    const { value } = parseJson(decodeMessage(content));
    return isObject(value) ? readHistory(value) : undefined;
  } catch {
    return undefined;
  }
}

/** The text of a command that can be read, as it came, with a history; its new message has been taken by nobody yet. */
export function withHistory(content: Uint8Array, history: CommandHistory): Uint8Array {
  const command = parseJson(decodeMessage(content)).value as Record<string, unknown>;
  const { progress } = command;
  const fresh = isObject(progress) ? { progress: { ...progress, attempts: 1 } } : {};
  return Buffer.from(JSON.stringify({ ...command, ...fresh, history }));
}
