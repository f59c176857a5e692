import type { Answer } from '../stand-in/serve.ts';
import { textAnswer } from './answers.ts';
import type { Assumptions } from './assumptions.ts';
import { bodyMembers, checkFields, given } from './body.ts';
import { integer } from './integer.ts';
import { memberTexts } from './json-text.ts';
import { LogError, type NewTopic } from './log.ts';
import { decoded, type RestProxy } from './rest-proxy.ts';
import { Refusal } from './refusal.ts';
import type { Call } from './route.ts';

/** `PUT /v1/topics/{topic}`; the body may be missing. The topic shows when the metadata caches refresh. */
export async function createTopic(proxy: RestProxy, call: Call, body: Buffer): Promise<Answer> {
  const { assumptions } = proxy;
  const topic = { name: decoded(call.topic), ...(body.length === 0 ? {} : readTopic(body, assumptions)) };
  await proxy.metadata.settle();
  try {
    await proxy.log.createTopic(topic);
  } catch (error) {
    const stands = error instanceof LogError && error.failure === 'topic-exists';
    if (!stands || assumptions['create-existing'] !== '200') throw error;
  }
  return textAnswer('Topic created', assumptions['create-answer-body']);
}

function readTopic(body: Buffer, assumptions: Assumptions): Omit<NewTopic, 'name'> {
  const members = bodyMembers(body);
  checkFields(members, ['partition_count', 'replication_factor', 'topic_properties'], assumptions);
  const partitionCount = given(members, 'partition_count');
  const replicationFactor = given(members, 'replication_factor');
  const properties = given(members, 'topic_properties');
  return {
    ...(partitionCount && { partitionCount: integer(partitionCount, 'int32', 'partition_count', '400') }),
    ...(replicationFactor && {
      replicationFactor: integer(replicationFactor, 'int32', 'replication_factor', '400'),
    }),
    ...(properties && { properties: readProperties(properties) }),
  };
}

// Values may be JSON strings, numbers or booleans; Kafka knows them as text.
function readProperties(text: string): Record<string, string> {
  if (!text.startsWith('{')) throw new Refusal(400, 'topic_properties is not a JSON object');
  return Object.fromEntries(Array.from(memberTexts(text), ([name, value]) => [name, propertyText(value)]));
}

function propertyText(value: string): string {
  if (/^[{[n]/.test(value)) throw new Refusal(400, 'A topic property is neither a string nor a number');
  return value.startsWith('"') ? (JSON.parse(value) as string) : value;
}
