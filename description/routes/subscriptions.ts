import { groupPartitionExample } from '../answers/group.ts';
import { ofStorage } from '../problem-families.ts';
import { ok, type RouteDescription } from '../route-description.ts';
import { array, boolean, object, ref, string } from '../schema.ts';

const listSubscriptions: RouteDescription = {
  tag: 'Subscriptions',
  summary: 'What is delivered by itself, and how far it is',
  answers: ok('As they are declared.', object({ subscriptions: array(ref('Subscription')) }), {
    subscriptions: [
      {
        name: 'hello-to-billing',
        topic: 'hello',
        destination: { queue: 'billing' },
        group: 'subscription.hello-to-billing',
        paused: false,
        failures: 0,
        heldUntil: null,
        lag: 1,
        partitions: [groupPartitionExample],
      },
    ],
  }),
  problems: ['invalid-request', ...ofStorage],
};

const setPaused = (summary: string, paused: boolean): RouteDescription => ({
  tag: 'Subscriptions',
  summary,
  answers: ok('How it stands now.', object({ name: string, paused: { ...boolean, const: paused } }), {
    name: 'hello-to-billing',
    paused,
  }),
  problems: ['invalid-request', 'subscription-not-found', ...ofStorage],
});

export const subscriptionRoutes = {
  listSubscriptions,
  pauseSubscription: setPaused('Begins nothing new; what is under way is brought to its end', true),
  resumeSubscription: setPaused('Goes on where it stopped, with the next run', false),
};
