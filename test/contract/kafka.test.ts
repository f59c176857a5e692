import { it } from '@jest/globals';
import { realKafka } from '../support/real-kafka.ts';
import { describeContract } from './describe-contract.ts';
import { openStandIn } from './open-stand-in.ts';

// Topics called contract-… stay behind on that Kafka.
if (realKafka === undefined) {
  it.skip('the contract on the stand-in on real Kafka: REAL_KAFKA_BOOTSTRAP is not set', () => undefined);
} else {
  const { openLog } = realKafka;
  describeContract('the stand-in on real Kafka', { refusedTokens: true, ownClock: true }, async () =>
    openStandIn({ log: await openLog() }),
  );
}
