import { GROUP_NAME } from '../shared/consuming/groups/name.ts';
import type { Schema } from '../shared/described.ts';
import { partitionNumber } from '../shared/http/read.ts';
import { LETTER_ID } from '../shared/dead-letters/dead-letter.ts';
import { TOPIC_NAME } from '../shared/topics/name.ts';
import { letterId } from './answers/dead-letter.ts';

interface PathParameter {
  readonly description: string;
  readonly schema: Schema;
  readonly example: string | number;
}

/** What stands between braces in routes. */
export const pathParameters: Readonly<Record<string, PathParameter>> = {
  topic: {
    description: "A topic; Kafka's own are refused where records or groups are asked for.",
    schema: { type: 'string', pattern: TOPIC_NAME.source, not: { enum: ['.', '..'] } },
    example: 'hello',
  },
  partition: { description: 'From 0 on.', schema: partitionNumber.schema, example: 0 },
  group: {
    description: 'A group; `subscription.` begins those of subscriptions, which only show themselves.',
    schema: { type: 'string', pattern: GROUP_NAME.source },
    example: 'billing',
  },
  id: {
    description: 'A dead letter.',
    schema: { type: 'string', pattern: LETTER_ID.source },
    example: letterId,
  },
  name: { description: 'A subscription.', schema: { type: 'string' }, example: 'hello-to-billing' },
};
