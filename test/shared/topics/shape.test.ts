import { describe, expect, test } from '@jest/globals';
import type { AppError } from '../../../shared/errors.ts';
import { type Fault } from '../../../shared/errors.ts';
import { parseTopicShape, shapeOf } from '../../../shared/topics/shape.ts';

const parse = (text: string, faults: Fault[] = []) => parseTopicShape(Buffer.from(text), 100, faults);

function pointers(text: string): string[] {
  try {
    parse(text);
  } catch (error) {
    const { faults = [] } = (error as AppError).options;
    return faults.map((fault) => ('pointer' in fault ? fault.pointer : fault.parameter));
  }
  return [];
}

describe('a shape', () => {
  test('may leave everything to the cluster', () => {
    expect(parse('')).toEqual({});
    expect(parse('{}')).toEqual({});
  });

  test('has counts and properties', () => {
    const shape = {
      partitionCount: 100,
      replicationFactor: 3,
      topicProperties: { 'retention.ms': 1000, 'cleanup.policy': 'compact', preallocate: true },
    };
    expect(parse(JSON.stringify(shape))).toEqual(shape);
  });

  test.each([
    ['{"partitionCount":0}', ['#/partitionCount']],
    ['{"partitionCount":101}', ['#/partitionCount']],
    ['{"partitionCount":1.5}', ['#/partitionCount']],
    ['{"partitionCount":"3"}', ['#/partitionCount']],
    ['{"partitionCount":null}', ['#/partitionCount']],
    ['{"replicationFactor":0}', ['#/replicationFactor']],
    ['{"replicationFactor":32768}', ['#/replicationFactor']],
    ['{"topicProperties":[]}', ['#/topicProperties']],
    ['{"topicProperties":null}', ['#/topicProperties']],
    ['{"topicProperties":{"a":{},"b":1,"c":null}}', ['#/topicProperties/a', '#/topicProperties/c']],
    ['{"topicProperties":{"a/b~c":null}}', ['#/topicProperties/a~1b~0c']],
    ['{"partitions":3,"partitionCount":0}', ['#/partitions', '#/partitionCount']],
    ['{"a/b":3}', ['#/a~1b']],
  ])('is refused at every fault: %s', (text, wanted) => {
    expect(pointers(text)).toEqual(wanted);
  });

  test('is refused together with the faults that the request has already', () => {
    const before: Fault = { parameter: 'topic', in: 'path', detail: 'x' };
    expect(() => parse('{"partitionCount":0}', [before])).toThrow('2 faults');
    expect(() => parse('', [before])).toThrow('x');
  });

  test.each([
    ['{', 'invalid-json'],
    ['hidden', 'invalid-json'],
    ['[]', 'invalid-request'],
    ['null', 'invalid-request'],
    ['3', 'invalid-request'],
  ])('is an object: %s', (text, code) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code, message: expect.not.stringContaining('hidden') }),
    );
  });
});

test('shapeOf counts partitions, and the replicas of the first', () => {
  const partition = { earliestOffset: 0, endOffset: 0, leader: 1, isr: [1] };
  const partitions = [
    { ...partition, partition: 0, replicas: [1, 2] },
    { ...partition, partition: 1, replicas: [1, 2] },
  ];
  expect(shapeOf(partitions)).toEqual({ partitionCount: 2, replicationFactor: 2 });
  expect(shapeOf([])).toEqual({ partitionCount: 0, replicationFactor: 0 });
});
