import type { Faults } from '../stand-in/faults.ts';
import type { Answer, Behaviour, StandInRequest } from '../stand-in/serve.ts';
import type { TokenCheck } from './access.ts';
import { refusalAnswer, textAnswer } from './answers.ts';
import type { Assumptions } from './assumptions.ts';
import { checkContentType } from './body.ts';
import { consume } from './consume.ts';
import { createTopic } from './create-topic.ts';
import { refusalOf } from './failures.ts';
import type { Load } from './load.ts';
import { LogError } from './log.ts';
import { brokers, partition, partitions, topics } from './metadata.ts';
import { produce } from './produce.ts';
import type { RestProxy } from './rest-proxy.ts';
import { Refusal } from './refusal.ts';
import { type Call, findCall, type NoCall } from './route.ts';

export interface BehaviourOptions {
  readonly proxy: RestProxy;
  readonly faults: Faults;
  readonly load: Load;
  /** Undefined: everyone may call. */
  readonly tokens: TokenCheck | undefined;
}

/** The proxy as a stand-in's behaviour: from a request to its answer, refusals included. */
export function proxyBehaviour(options: BehaviourOptions): Behaviour {
  return {
    faults: options.faults,
    nameOf: ({ method, path }) => {
      const call = findCall(method, path);
      return isCall(call) ? call.name : 'unknown';
    },
    answer: async (request) => {
      const call = findCall(request.method, request.path);
      try {
        return await answer(options, call, request);
      } catch (error) {
        return refusalAnswer(asRefusal(error, call, options), options.proxy.assumptions['error-body']);
      }
    },
  };
}

async function answer(
  options: BehaviourOptions,
  call: Call | NoCall,
  request: StandInRequest,
): Promise<Answer> {
  const { assumptions } = options.proxy;
  if (!isCall(call)) throw noSuchCall(call);
  const admitted = await options.load.admit(call.name);
  const writesAnyway = call.name === 'produce' && assumptions['throttled-before-write'] === 'false';
  if (!admitted && !writesAnyway) throw queueFull(assumptions);
  await checkToken(options, call, request);
  const answered = await perform(options.proxy, call, request);
  if (!admitted) throw queueFull(assumptions);
  return answered;
}

async function checkToken(
  { proxy, tokens }: BehaviourOptions,
  call: Call,
  { headers }: StandInRequest,
): Promise<void> {
  const { assumptions } = proxy;
  const open = call.name === 'status' && assumptions['status-needs-token'] === 'false';
  if (tokens === undefined || open) return;
  const prefixNeeded = assumptions['bearer-prefix-needed'] === 'true';
  const verdict = await tokens.judge(headers.authorization, prefixNeeded);
  if (verdict === 'allowed') return;
  throw new Refusal(assumptions[verdict], `Access denied: ${verdict}`, { 'www-authenticate': 'Bearer' });
}

function perform(proxy: RestProxy, call: Call, request: StandInRequest): Promise<Answer> | Answer {
  const { assumptions } = proxy;
  switch (call.name) {
    case 'status':
      return textAnswer('The Kafka REST proxy is up', assumptions['status-body']);
    case 'brokers':
      return brokers(proxy);
    case 'topics':
      return topics(proxy);
    case 'partitions':
      return partitions(proxy, call);
    case 'partition':
      return partition(proxy, call);
    case 'consume':
      return consume(proxy, call, request.query);
    case 'create-topic':
      checkContentType(request.headers, assumptions);
      return createTopic(proxy, call, request.body);
    case 'produce':
      checkContentType(request.headers, assumptions);
      return produce(proxy, call, request.body);
  }
}

// What is neither the caller's fault nor the log's stays an error, and the server says 500.
function asRefusal(error: unknown, call: Call | NoCall, { proxy }: BehaviourOptions): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof LogError && isCall(call)) return refusalOf(error, call.name, proxy.assumptions);
  throw error;
}

function queueFull(assumptions: Assumptions): Refusal {
  return new Refusal(assumptions['queue-full'], 'The request queue is full', { 'retry-after': '1' });
}

function noSuchCall({ allow }: NoCall): Refusal {
  if (allow === undefined) return new Refusal(404, 'No such path');
  return new Refusal(405, `Only ${allow} is allowed here`, { allow });
}

function isCall(call: Call | NoCall): call is Call {
  return 'name' in call;
}
