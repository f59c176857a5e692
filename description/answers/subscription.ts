import type { Schema } from '../../shared/described.ts';
import { about, array, boolean, count, object, oneOfTexts, orNull, ref, string, time } from '../schema.ts';

export const subscriptionSchemas: Readonly<Record<string, Schema>> = {
  Subscription: object({
    name: string,
    topic: string,
    'start?': oneOfTexts(['earliest', 'latest']),
    destination: { oneOf: [object({ queue: string }), object({ eventGrid: string })] },
    group: about('The group that keeps how far it is.', string),
    paused: boolean,
    failures: about('How often its destination has failed in succession.', count),
    heldUntil: orNull(time, 'Its destination failed: until then it is left alone.'),
    lag: orNull({ type: 'integer', format: 'int64' }, 'Null: not known, or not begun.'),
    partitions: array(ref('GroupPartition')),
  }),
};
