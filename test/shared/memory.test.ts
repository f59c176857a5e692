import { describe, expect, test } from '@jest/globals';
import { createMemory } from '../../shared/memory.ts';

const refused = 'Records that are under way take all the memory there is for them.';

describe('The memory for records', () => {
  test('is refused where there is too little left, and is there again when it was released', () => {
    const memory = createMemory(10);
    const [one, two] = [memory.hold(), memory.hold()];
    one.add(6);
    expect(() => {
      two.add(5);
    }).toThrow(refused);
    two.add(4);
    expect(() => {
      one.add(1);
    }).toThrow(refused);
    two.release();
    one.add(4);
    one.release();
    two.add(10);
  });

  test('that is released twice is free once', () => {
    const memory = createMemory(10);
    const [one, two] = [memory.hold(), memory.hold()];
    one.add(6);
    two.add(4);
    two.release();
    two.release();
    expect(() => {
      two.add(5);
    }).toThrow(refused);
  });

  test('goes to one that holds all there is, and beyond', () => {
    const memory = createMemory(10);
    const [one, two] = [memory.hold(), memory.hold()];
    one.add(8);
    one.add(8);
    expect(() => {
      two.add(1);
    }).toThrow(refused);
    one.release();
    one.release();
    two.add(10);
  });
});
