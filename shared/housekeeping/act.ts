import type { Audit } from '../access/audit.ts';
import { AppError } from '../errors.ts';
import { listPartitions, listTopics, type Partition } from '../kafka-rest/operations/metadata.ts';
import type { GroupStore } from '../consuming/groups/group-rows.ts';
import type { Ask } from './ask.ts';
import { endOffsetsOf } from './cluster-state.ts';
import type { Commands } from './commands.ts';
import type { Action, Deletion } from './decide.ts';
import type { Decisions } from './decisions-table.ts';
import { isSame } from './evidence.ts';
import { forgetGroup } from './forget-group.ts';
import { readLastRecords } from './read-last-records.ts';
import type { TopicAdmin } from './topic-admin.ts';

/** `done`; `held`: what it rests on does not hold now, or an operator has to; `failed`: tried in vain. */
export interface Outcome {
  readonly outcome: 'done' | 'held' | 'failed';
  readonly detail: string;
}

export interface ActOptions {
  readonly ask: Ask['ask'];
  readonly admin: TopicAdmin;
  readonly decisions: Decisions;
  readonly groupStore: GroupStore;
  readonly audit: Audit;
  readonly commands: Commands;
  readonly nowMs: () => number;
  /** Who lets this run act. */
  readonly who: string;
}

const done = (detail: string): Outcome => ({ outcome: 'done', detail });
const held = (detail: string): Outcome => ({ outcome: 'held', detail });

/** Does one action; it can be done again after it broke off anywhere. It never rejects but for what is no AppError. */
export async function act(action: Action, options: ActOptions, budget: AbortSignal): Promise<Outcome> {
  if (budget.aborted) return held('The time of this run was up; the next one goes on.');
  try {
    return await perform(action, options, budget);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { outcome: 'failed', detail: `${error.code}: ${error.message}` };
  }
}

async function perform(action: Action, options: ActOptions, budget: AbortSignal): Promise<Outcome> {
  const { decisions, admin, nowMs } = options;
  switch (action.kind) {
    case 'create': {
      const { partitionCount, replicationFactor, topicProperties } = action.shape;
      const shape = { partitionCount, replicationFactor, topicProperties };
      const { state } = await admin.create(action.topic, shape);
      await record(options, 'createTopic', action.topic, state);
      return done(state === 'invisible' ? 'Made, and not visible yet.' : 'Made.');
    }
    case 'mark': {
      const { topic, finding, evidence } = action;
      const topicId = await admin.kafka?.topicId(topic);
      await decisions.mark({ topic, finding, evidence, markedAtMs: nowMs(), topicId });
      return done('Marked.');
    }
    case 'lift':
      await decisions.unmark(action.topic);
      return done('The mark is lifted.');
    case 'withdraw':
      await decisions.revoke(action.finding);
      return done('The approval is withdrawn.');
    case 'close':
      await record(options, 'closeTopic', action.topic, 'gone');
      await forget(action, decisions);
      return done('Mark and approval are closed.');
    case 'forget': {
      const { group, topic } = action;
      const why = await forgetGroup(action, options, budget);
      if (why !== undefined) return held(why);
      await options.audit({ who: options.who, what: 'deleteGroup', ids: [group, topic], result: 'done' });
      return done('Where the group was is forgotten.');
    }
    case 'delete':
      return remove(action, options, budget);
  }
}

async function remove(deletion: Deletion, options: ActOptions, budget: AbortSignal): Promise<Outcome> {
  const { topic, finding } = deletion;
  const { admin, commands, decisions } = options;
  if (admin.kafka === undefined) {
    return held(`The proxy cannot delete topics: an operator runs ${commands.remove(topic)}`);
  }
  const why = await whyNot(deletion, options, budget);
  if (why !== undefined) return held(why);
  // Said before it is done: whatever happens after this, the row is there.
  await record(options, 'deleteTopic', topic, 'begun');
  await admin.kafka.remove(topic);
  await forget({ topic, finding }, decisions);
  await record(options, 'deleteTopic', topic, 'done');
  return done('Deleted, and no broker knows it any more.');
}

/** What speaks against a deletion now, at the last moment; undefined: nothing. */
async function whyNot(
  deletion: Deletion,
  options: ActOptions,
  budget: AbortSignal,
): Promise<string | undefined> {
  const { topic, finding, evidence, endOffsets } = deletion;
  const approval = await options.decisions.approvalOf(finding);
  if (approval?.evidence !== evidence) return 'Its approval was revoked meanwhile.';
  // Twice, because each node of the proxy has a cache of its own.
  for (let looks = 0; looks < 2; looks += 1) {
    const names = await options.ask(listTopics(), budget);
    if (!names.includes(topic)) return 'A node of the proxy does not show it.';
    const partitions = await options.ask(listPartitions(topic), budget);
    const now = endOffsetsOf(partitions);
    if (now === undefined || !isSame(now, endOffsets)) return 'It was written to since it was looked at.';
    if (looks === 0 && (await isYounger(deletion, partitions, options, budget))) {
      return 'Its last record is younger than its mark: it was made anew, or its producer has another clock.';
    }
  }
  return whyNotAtBrokers(deletion, options);
}

/** End offsets alone do not tell a topic from another one that was made under its name and has as many records. */
async function isYounger(
  { topic, mark }: Deletion,
  partitions: readonly Partition[],
  { ask }: ActOptions,
  budget: AbortSignal,
): Promise<boolean> {
  const read = await readLastRecords(ask, new Map([[topic, partitions]]), budget);
  return (read.get(topic) ?? 0) > mark.markedAtMs;
}

async function whyNotAtBrokers(
  { topic, endOffsets, mark }: Deletion,
  { admin: { kafka } }: ActOptions,
): Promise<string | undefined> {
  if (kafka === undefined) return undefined;
  if (mark.topicId !== undefined && (await kafka.topicId(topic)) !== mark.topicId) {
    return 'It was made anew under the same name.';
  }
  return isSame(await kafka.endOffsets(topic), endOffsets)
    ? undefined
    : 'The brokers show other end offsets.';
}

async function forget(
  { topic, finding }: { readonly topic: string; readonly finding: string },
  decisions: Decisions,
): Promise<void> {
  // The mark last: while it is there, a run that broke off here is finished by the next one.
  await decisions.revoke(finding);
  await decisions.unmark(topic);
}

function record({ audit, who }: ActOptions, what: string, topic: string, result: string): Promise<void> {
  return audit({ who, what, ids: [topic], result });
}
