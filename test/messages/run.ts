/**
 * What messages and events need of a real host and real time: a claim check as large as the limit lets it be, a proxy
 * that hangs, a topic that does not stand still. `node test/messages/run.ts`.
 */
import { Tally } from '../seed/tally.ts';
import { readsToItsEnd } from './busy-topic.ts';
import { refusesOtherPlaces, streamsClaimCheck } from './claim-check.ts';
import { type MessagesHost, startMessagesHost } from './host.ts';
import { answersInTime } from './slow-proxy.ts';

const checks: Readonly<Record<string, (host: MessagesHost) => Promise<string>>> = {
  'a claim check of 100 MB is streamed, in a heap that could not hold it': streamsClaimCheck,
  'a claim check that leads elsewhere is a dead letter, and writes nothing': refusesOtherPlaces,
  'a command on a busy topic ends where its first run met the end': readsToItsEnd,
  'events are refused within 20 s while the proxy hangs, and come to the log afterwards': (host) =>
    answersInTime(host, { kind: 'hang' }),
  'events are refused within 20 s while the proxy answers byte by byte, and are in the log': (host) =>
    answersInTime(host, { kind: 'drip', ms: 5000 }),
};

const tally = new Tally('messages');
const host = await startMessagesHost();
try {
  for (const [name, check] of Object.entries(checks)) {
    await tally.check(name, async () => {
      console.log(await check(host));
    });
  }
} finally {
  await host.close();
}
process.exitCode = tally.end();
