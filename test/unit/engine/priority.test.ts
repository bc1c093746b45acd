import { expect, test } from 'vitest';
import { priorityOf } from '../../../src/engine/processing/priority.ts';

const day = 86_400_000_000_000n;
const now = 20_000n * day;
const of = (path: string, age = 1000n, removable = false) => priorityOf(path, now - age * day, now, removable);

test('likely places come before homes, homes before the rest, and the rest before system folders', () => {
  const order = ['Users/a/Pictures/x', 'Users/a/AppData/x', 'work/x', 'Windows/x'].map((path) => of(path));
  expect(order).toEqual([...order].sort((first, second) => first - second));
  expect(new Set(order).size).toBe(4);
});

test('within a place the recent comes first', () => {
  expect(of('DCIM/x', 1n)).toBeLessThan(of('DCIM/x', 100n));
  expect(of('DCIM/x', 100n)).toBeLessThan(of('DCIM/x', 1000n));
  expect(of('DCIM/x', 1000n)).toBeLessThan(of('Users/a/x', 1n));
});

test('a time in the future or none is not taken for recent', () => {
  expect(of('DCIM/x', -1n)).toBe(of('DCIM/x', 1000n));
  expect(priorityOf('DCIM/x', null, now, false)).toBe(of('DCIM/x', 1000n));
});

test('all of a removable medium comes before all of a fixed one', () => {
  expect(of('Windows/x', 1000n, true)).toBeLessThan(of('DCIM/x', 1n, false));
});
