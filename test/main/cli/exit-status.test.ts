import { expect, test } from 'vitest';
import { statusOf } from '#main/cli/exit-status.ts';

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
] as const)('%s ends with %i', (code, status) => {
  expect(statusOf(code)).toBe(status);
});
