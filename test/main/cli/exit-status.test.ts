import { expect, test } from 'vitest';
import { statusOf, worstOf } from '#main/cli/exit-status.ts';

test.each([
  ['file-not-media', 3],
  ['input-refused', 3],
  ['no-credit', 4],
  ['key-refused', 4],
  ['provider-unreachable', 4],
  ['answer-lost', 5],
  ['key-missing', 6],
  ['tool-missing', 6],
  ['model-unknown', 2],
  ['disk-full', 1],
  ['duplicate-unapproved', 2],
  ['spending-limit-exceeded', 2],
  ['bundle-broken', 3],
] as const)('%s exits with %i', (code, status) => {
  expect(statusOf(code)).toBe(status);
});

test.each([
  [[], 0],
  [[0, 0], 0],
  [[0, 1], 1],
  [[1, 4, 2], 4],
  [[6, 5, 4, 0], 5],
] as const)('%j exits with %i: a run that may be charged without a result is most severe', (ends, status) => {
  expect(worstOf(ends)).toBe(status);
});
