import { expect, test } from 'vitest';
import { limitBytes } from '#renderer/features/compare/export-form.tsx';

test('converts a selected or typed size to bytes, rounded down', () => {
  expect(limitBytes('none', '')).toBe(null);
  expect(limitBytes('8', 'whatever')).toBe(8_000_000);
  expect(limitBytes('other', ' 16.5 ')).toBe(16_500_000);
  expect(limitBytes('other', '2,25')).toBe(2_250_000);
  expect(limitBytes('other', '0.1234567')).toBe(123_456);
});

test('returns no-size for an invalid size', () => {
  for (const typed of ['', '  ', 'ten', '-4', '0.05', '1e999'])
    expect(limitBytes('other', typed)).toBe('no-size');
});
