import { onRealKafka } from '../support/real-kafka.ts';
import { describeContract } from './describe-contract.ts';
import { openStandIn } from './open-stand-in.ts';

// Topics called contract-… stay behind on that Kafka.
onRealKafka('the contract', ({ openLog }) => {
  describeContract('the stand-in on real Kafka', { refusedTokens: true, ownClock: true }, async () =>
    openStandIn({ log: await openLog() }),
  );
});
