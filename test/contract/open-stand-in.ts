import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { Assumptions } from '../../local/kafka-rest/assumptions.ts';
import { ensureTopic, type OpenLog } from '../../local/kafka-rest/open-kafka-log.ts';
import { startKafkaRest } from '../../local/kafka-rest/start.ts';
import type { ListenOptions } from '../../local/stand-in/serve.ts';
import type { Opened } from './describe-contract.ts';
import type { RefusedTokens } from './promise.ts';

export interface OpenOptions {
  /** What the stand-in does. */
  readonly does?: Partial<Assumptions>;
  /** Left out: a log in memory, on the stand-in's clock. */
  readonly log?: OpenLog;
  readonly tls?: NonNullable<ListenOptions['tls']> & { readonly authority: string };
}

const group = '6c1b0f4e-8f2b-4c0c-9f57-0d6f6f7a5a11';
const lifetimeSeconds = 3600;
// Two RSA keys take longer to make than all that a case does: one pair each for all stand-ins.
const issuer = generateKeyPair('RS256');
const forger = generateKeyPair('RS256');

/** Starts the stand-in with an issuer of its own and a clock that moves only when a case lets time go by. */
export async function openStandIn({ does = {}, log, tls }: OpenOptions = {}): Promise<Opened> {
  let clockMs = Date.now();
  const { privateKey, publicKey } = await issuer;
  const { authority, ...pair } = tls ?? {};
  const kafkaRest = await startKafkaRest({
    tokens: { keys: { keys: [await exportJWK(publicKey)] }, membership: { groupId: group } },
    assume: does,
    now: () => clockMs,
    random: () => 0,
    ...(log !== undefined && { log }),
    ...('key' in pair && { tls: pair }),
  });
  const token = (claims: JWTPayload = {}, key = privateKey) =>
    new SignJWT({ groups: [group], ...claims }).setProtectedHeader({ alg: 'RS256' }).sign(key);
  const exp = Math.floor(clockMs / 1000) + lifetimeSeconds;
  const good = { aud: 'https://hib.azurehdinsight.net', exp };
  const refusedTokens: RefusedTokens = {
    expired: await token({ ...good, exp: exp - 2 * lifetimeSeconds }),
    forged: await token(good, (await forger).privateKey),
    otherAudience: await token({ ...good, aud: 'https://vault.azure.net' }),
    notInGroup: await token({ ...good, groups: [] }),
  };
  // Every cluster that has seen a consumer group has an internal topic; this one is not Kafka's own.
  await ensureTopic(kafkaRest.log, { name: '__contract', partitionCount: 1 });
  await kafkaRest.metadata.refresh();
  return {
    close: async () => {
      await kafkaRest.close();
      await log?.close();
    },
    target: {
      url: kafkaRest.url,
      ...(authority !== undefined && { authority }),
      token: await token(good),
      refusedTokens,
      assumed: (name) => kafkaRest.assumptions[name],
      pass: (ms) => {
        clockMs += ms;
        return Promise.resolve();
      },
      visibleWithinMs: 5_000,
      ownClock: true,
    },
  };
}
