import { withinTrace } from '../telemetry/within-trace.ts';
import { historyIn } from './command-history.ts';
import {
  type CommandLimits,
  type ConsumeCommand,
  continuationOf,
  parseConsumeCommand,
  type Progress,
} from './consume-command.ts';
import type { MessageMetrics } from './message-metrics.ts';
import { lineOf, type ReceiveMessage } from './receive-produce.ts';
import type { RunCommand } from './run-command.ts';
import type { QueuedMessage, Settle } from './settle.ts';

export interface ReceiveConsumeOptions {
  readonly run: RunCommand;
  readonly settle: Settle;
  readonly limits: CommandLimits;
  /** Rejects where commands may not reach the topic. */
  readonly permit: (topic: string) => Promise<void>;
  readonly metrics: MessageMetrics;
  /** For one run of a command: before the host renews its lease, because that ends our receipt. */
  readonly budgetMs: number;
}

interface Known {
  command?: ConsumeCommand;
  progress?: Progress;
}

/**
 * For the consume queue. A command that is not at its end is changed in the queue, in one step, into the message that
 * goes on with it: there is no moment in which both or neither of them is there.
 */
export function createReceiveConsume(options: ReceiveConsumeOptions): ReceiveMessage {
  const { run, settle, limits, permit, metrics, budgetMs } = options;

  async function handle(message: QueuedMessage, known: Known): Promise<void> {
    const command = (known.command = parseConsumeCommand(message.content, limits));
    await permit(command.topic);
    if (command.progress !== undefined) known.progress = command.progress;
    const keep = (progress: Progress) => (known.progress = progress);
    const signal = AbortSignal.timeout(budgetMs);
    await withinTrace(command, () => run(command, message.attempts, keep, signal))();
  }

  return async (message, warn) => {
    const known: Known = {};
    metrics.received(message.insertedAtMs);
    try {
      await handle(message, known);
      metrics.delivered();
    } catch (error) {
      const { command, progress } = known;
      const isFurther = progress?.attempts === message.attempts;
      const settled = await settle(message, {
        error,
        topic: command?.topic,
        claimCheck: undefined,
        // Also of a command that can no longer be read, because a setting has changed.
        history: historyIn(message.content),
        // A run that got on counts as the first attempt of what is left.
        failedAttempts: message.attempts - (progress?.attempts ?? 1) + 1,
        ...(command !== undefined && isFurther && { text: continuationOf(command, progress) }),
      });
      if (settled.kind === 'delayed') metrics.retried();
      warn(
        `${lineOf(message, error)}; ${settled.kind === 'filed' ? 'filed as a dead letter' : `again in ${settled.seconds} s`}`,
      );
    }
  };
}
