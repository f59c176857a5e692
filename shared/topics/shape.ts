import type { Schema } from '../described.ts';
import { AppError, type Fault, pointerToken, throwIfFaulty } from '../errors.ts';
import type { TopicShape } from '../kafka-rest/operations/admin.ts';
import type { Partition } from '../kafka-rest/operations/metadata.ts';
import { isObject, parseJson } from '../parse-json.ts';
import { unknownName } from '../unknown-name.ts';

const FIELDS = ['partitionCount', 'replicationFactor', 'topicProperties'];
const MAX_REPLICATION = 32_767;

/** What `parseTopicShape` takes. */
export function topicShapeSchema(maxPartitions: number): Schema {
  return {
    type: 'object',
    properties: {
      partitionCount: { type: 'integer', minimum: 1, maximum: maxPartitions },
      replicationFactor: { type: 'integer', minimum: 1, maximum: MAX_REPLICATION },
      topicProperties: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
    },
    additionalProperties: false,
  };
}

/**
 * Reads `{"partitionCount"?,"replicationFactor"?,"topicProperties"?}`; an empty body leaves all to the cluster.
 * Faults are added to those the request has already, and thrown together.
 */
export function parseTopicShape(body: Buffer, maxPartitions: number, faults: Fault[]): TopicShape {
  const parsed = parse(body);
  for (const name of Object.keys(parsed)) {
    if (!FIELDS.includes(name))
      faults.push({ pointer: `#/${pointerToken(name)}`, detail: unknownName(name, FIELDS) });
  }
  const { partitionCount, replicationFactor, topicProperties } = parsed;
  checkInteger('partitionCount', partitionCount, maxPartitions, faults);
  checkInteger('replicationFactor', replicationFactor, MAX_REPLICATION, faults);
  checkProperties(topicProperties, faults);
  throwIfFaulty(faults);
  return parsed;
}

function parse(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  const { value } = parseJson(body);
  if (isObject(value)) return value;
  throw new AppError('invalid-request', 'The body must be an object: {"partitionCount":3}.');
}

function checkInteger(name: string, value: unknown, most: number, faults: Fault[]): void {
  if (value === undefined) return;
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most) return;
  faults.push({ pointer: `#/${name}`, detail: `Must be a whole number from 1 to ${most}.` });
}

function checkProperties(value: unknown, faults: Fault[]): void {
  if (value === undefined) return;
  if (!isObject(value)) {
    faults.push({ pointer: '#/topicProperties', detail: 'Must be an object of strings and numbers.' });
    return;
  }
  for (const [name, property] of Object.entries(value)) {
    if (['string', 'number', 'boolean'].includes(typeof property)) continue;
    faults.push({
      pointer: `#/topicProperties/${pointerToken(name)}`,
      detail: 'Must be a string, a number, true or false.',
    });
  }
}

/** Partition count, and the replication factor of the first partition. */
export function shapeOf(partitions: readonly Partition[]): {
  partitionCount: number;
  replicationFactor: number;
} {
  return { partitionCount: partitions.length, replicationFactor: partitions[0]?.replicas.length ?? 0 };
}
