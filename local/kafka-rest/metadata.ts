import { type Answer, json } from '../stand-in/serve.ts';
import type { Assumptions } from './assumptions.ts';
import { integer } from './integer.ts';
import type { Broker, PartitionState } from './log.ts';
import { decoded, type RestProxy } from './rest-proxy.ts';
import { Refusal } from './refusal.ts';
import type { Call } from './route.ts';

/** `GET /v1/metadata/brokers` */
export async function brokers(proxy: RestProxy): Promise<Answer> {
  return json(200, { brokers: (await proxy.log.brokers()).map(endpoint) });
}

/** `GET /v1/metadata/topics`: names only, as old as the cache. */
export async function topics(proxy: RestProxy): Promise<Answer> {
  const names = [...(await proxy.metadata.counts()).keys()];
  const internal = proxy.assumptions['internal-topics-listed'] === 'true';
  return json(200, { topics: names.filter((name) => internal || !name.startsWith('__')) });
}

/** `GET /v1/metadata/topics/{topic}/partitions`: which partitions there are is as old as the cache, the rest is live. */
export async function partitions(proxy: RestProxy, call: Call): Promise<Answer> {
  const states = await seenPartitions(proxy, call);
  const form = proxy.assumptions['no-leader-form'];
  const body = { topic: decoded(call.topic), partitions: states.map((state) => partitionJson(state, form)) };
  return json(200, body);
}

/** `GET /v1/metadata/topics/{topic}/partitions/{partition}` */
export async function partition(proxy: RestProxy, call: Call): Promise<Answer> {
  const { assumptions } = proxy;
  const wanted = integer(call.partition, 'int32', 'partition', assumptions['not-an-integer']);
  const state = (await seenPartitions(proxy, call)).find((each) => each.partition === wanted);
  if (state === undefined) {
    throw new Refusal(assumptions['unknown-partition-read'], `The topic has no partition ${wanted}`);
  }
  return json(200, partitionJson(state, assumptions['no-leader-form']));
}

async function seenPartitions(proxy: RestProxy, call: Call): Promise<readonly PartitionState[]> {
  const topic = decoded(call.topic);
  const count = (await proxy.metadata.counts()).get(topic);
  if (count === undefined) throw new Refusal(proxy.assumptions['unknown-topic-metadata'], 'Unknown topic');
  return (await proxy.log.partitions(topic)).slice(0, count);
}

// The mix of snake_case and camelCase is the reference's.
function partitionJson(state: PartitionState, noLeader: Assumptions['no-leader-form']) {
  return {
    partition_id: state.partition,
    earliest_offset: state.earliestOffset,
    latest_offset: state.latestOffset,
    ...((state.leader !== null || noLeader === 'null') && { leader: state.leader && endpoint(state.leader) }),
    replicas: state.replicas.map(endpoint),
    isr: state.isr.map(endpoint),
  };
}

function endpoint({ host, port, id, rack }: Broker) {
  return { hostName: host, port, id, rack };
}
