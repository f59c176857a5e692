import { app } from '@azure/functions';
import { takesTokens } from '../shared/access/api-auth.ts';
import { createDependencies, type Dependencies } from '../shared/dependencies.ts';
import { createAdmit } from '../shared/http/admit.ts';
import { audited } from '../shared/http/audited.ts';
import { watchConnections } from '../shared/http/connection.ts';
import { handle, type Respond } from '../shared/http/handle.ts';
import { type EventTrigger, events } from './events.ts';
import { connectionName, queueNameOf, type QueueTrigger, queues, readMessage } from './queues.ts';
import { anythingElse, type Route, routes } from './routes.ts';
import { registerTelemetry } from './telemetry.ts';
import { scheduleOf, type Timer, timers } from './timers.ts';

export { events, queues, routes, timers };

// The host fixes the level when a function is registered; where the app reads tokens itself, the host asks for no key.
const levels = { open: 'anonymous', data: 'function', operator: 'admin' } as const;
const isLeftToApp = takesTokens(process.env);

let built: Dependencies | undefined;

/** Built by the first call and not at load time: bad settings must not keep the functions from loading. */
function dependencies(): Dependencies {
  return (built ??= createDependencies(process.env));
}

const findConnection = watchConnections();

app.setup({ enableHttpStream: true });
registerTelemetry(process.env);
for (const [name, row] of Object.entries<Route>({ ...routes, unmatchedRoute: anythingElse })) {
  const { methods, route, access, respond } = row;
  const admit = createAdmit(name, row, dependencies);
  const answer: Respond = (request, call) => respond(request, dependencies, call);
  app.http(name, {
    methods: [...methods],
    route,
    authLevel: isLeftToApp ? 'anonymous' : levels[access],
    handler: handle(
      access === 'operator' ? audited(name, answer, () => dependencies().audit) : answer,
      findConnection,
      admit,
    ),
  });
}
for (const [name, timer] of Object.entries<Timer>(timers)) {
  app.timer(name, {
    schedule: scheduleOf(timer, process.env),
    handler: (tick, context) => timer.run(context, dependencies(), tick),
  });
}
for (const [name, queue] of Object.entries<QueueTrigger>(queues)) {
  const trigger = {
    queueName: queueNameOf(queue, process.env),
    connection: connectionName(process.env),
    // Bound as text, the library would make other JSON of it.
    dataType: 'binary',
  };
  app.storageQueue(name, {
    ...trigger,
    handler: (content, context) => queue.run(readMessage(content, context), context, dependencies()),
  });
}
for (const [name, { run }] of Object.entries<EventTrigger>(events)) {
  app.eventGrid(name, { handler: (event, context) => run(event, context, dependencies()) });
}
