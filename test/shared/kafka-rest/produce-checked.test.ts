import { expect, test } from '@jest/globals';
import { AppError } from '../../../shared/errors.ts';
import type { Partitions } from '../../../shared/kafka-rest/partitions.ts';
import type { Produce } from '../../../shared/kafka-rest/produce.ts';
import { withPartitionsChecked } from '../../../shared/kafka-rest/produce-checked.ts';

const signal = new AbortController().signal;
const record = (partition?: number) => ({ json: '{"value":1}', partition });

/** Checked producing to a topic of two partitions, or to one that cannot be looked at. */
function createChecked(failure?: AppError) {
  const produced: unknown[] = [];
  const known = [0, 1].map((partition) => ({
    partition,
    earliestOffset: 0,
    endOffset: 0,
    leader: 1,
    replicas: [1],
    isr: [1],
  }));
  const partitions: Partitions = {
    of: () => (failure === undefined ? Promise.resolve(known) : Promise.reject(failure)),
  };
  const inner: Produce = (topic, records) => {
    produced.push([topic, records.length]);
    return Promise.resolve({ duplicatesPossible: false });
  };
  return { produced, produce: withPartitionsChecked(inner, partitions) };
}

test('records for partitions that are there go on', async () => {
  const { produced, produce } = createChecked();
  await produce('orders', [record(), record(1)], signal);
  expect(produced).toEqual([['orders', 2]]);
});

test('nothing is sent when one is not there', async () => {
  const { produced, produce } = createChecked();
  await expect(produce('orders', [record(), record(2)], signal)).rejects.toMatchObject({
    code: 'invalid-request',
    options: { outcome: 'not-written', faults: [{ pointer: '#/records/1/partition' }] },
  });
  expect(produced).toEqual([]);
});

test('nothing is sent when the topic cannot be looked at', async () => {
  const { produced, produce } = createChecked(new AppError('proxy-timeout', 'x'));
  await expect(produce('orders', [record(0)], signal)).rejects.toMatchObject({
    options: { outcome: 'not-written' },
  });
  expect(produced).toEqual([]);
});
