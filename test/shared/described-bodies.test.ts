import { HttpRequest } from '@azure/functions';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parseReplayRequest, replaySchema } from '../../shared/dead-letters/replay-request.ts';
import type { Schema } from '../../shared/described.ts';
import { AppError } from '../../shared/errors.ts';
import { findingsSchema, readFindings } from '../../shared/http/read-findings.ts';
import { cloudEventSchema } from '../../shared/records/cloud-event.ts';
import { parseCloudEvent } from '../../shared/records/cloud-events-body.ts';
import { parseProduceBody, produceBodySchema } from '../../shared/records/produce-body.ts';
import { parseTopicShape, topicShapeSchema } from '../../shared/topics/shape.ts';
import { mutateJson } from '../fuzz/mutate-json.ts';
import { createRandom } from '../fuzz/random.ts';

const RFC_3339 = /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
const ajv = new Ajv2020({ formats: { 'date-time': RFC_3339 }, strict: false });
const limits = { maxRecordBytes: 1_000_000, eventKey: 'partitionkey' as const };
const TIMES = 1500;

function readThem(body: Buffer, withEvidence: boolean) {
  const headers = { 'content-type': 'application/json' };
  const of = { method: 'POST', url: 'http://localhost/', headers, body: { bytes: body } } as const;
  return readFindings(new HttpRequest(of), withEvidence);
}

interface Reader {
  readonly read: (body: Buffer) => unknown;
  readonly schema: Schema;
  readonly example: unknown;
}

const letter = '0'.repeat(32);
const finding = { id: 'undeclared:orders', evidence: 'a1' };
const readers: Readonly<Record<string, Reader>> = {
  'the shape of a topic': {
    read: (body) => parseTopicShape(body, 100, []),
    schema: topicShapeSchema(100),
    example: { partitionCount: 2, replicationFactor: 1, topicProperties: { 'retention.ms': 1000 } },
  },
  records: {
    read: (body) => parseProduceBody(body, limits),
    schema: produceBodySchema(),
    example: { records: [{ key: 'k', value: { n: 1 }, partition: 0 }, { value: null }] },
  },
  'an event': {
    read: (body) => parseCloudEvent(body, limits),
    schema: cloudEventSchema,
    example: { specversion: '1.0', id: '1', source: '/a', type: 't', time: '2026-01-31T12:00:00Z', data: 1 },
  },
  'letters by their ids': {
    read: (body) => parseReplayRequest(body, []),
    schema: replaySchema,
    example: { ids: [letter], limit: 1, dryRun: true },
  },
  'letters by a filter': {
    read: (body) => parseReplayRequest(body, []),
    schema: replaySchema,
    example: {
      filter: { topic: 'orders', since: '2026-01-31T12:00:00Z' },
      after: `00000000000001-${letter}`,
    },
  },
  'findings to approve': {
    read: (body) => readThem(body, true),
    schema: findingsSchema(true),
    example: { findings: [finding, finding], reason: 'left over' },
  },
  'findings to revoke': {
    read: (body) => readThem(body, false),
    schema: findingsSchema(false),
    example: { findings: [{ id: finding.id }], reason: 'needed' },
  },
};

/** True where the body was refused for its size or its depth alone, which no schema can tell. */
const isBeyondSchema = (text: string) => /[[{]{40}|\\ud800/.test(text);

/** The same value without names that are given twice, and numbers that are written in another way; undefined: it is no JSON. */
function plain(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function takes(read: () => unknown): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return false;
  }
}

describe('what the description says of a body is what is taken', () => {
  test.each(Object.entries(readers))('%s', async (_name, { read, schema, example }) => {
    const fits = ajv.compile(schema);
    expect([fits(example), await takes(() => read(Buffer.from(JSON.stringify(example))))]).toEqual([
      true,
      true,
    ]);
    const counts = { taken: 0, refused: 0 };
    for (let seed = 0; seed < TIMES; seed += 1) {
      const mutated = mutateJson(JSON.stringify(example), createRandom(seed));
      if (isBeyondSchema(mutated)) continue;
      const text = plain(mutated);
      if (text === undefined) continue;
      const isTaken = await takes(() => read(Buffer.from(text)));
      expect([text, isTaken]).toEqual([text, fits(JSON.parse(text))]);
      counts[isTaken ? 'taken' : 'refused'] += 1;
    }
    expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(50);
  });
});
