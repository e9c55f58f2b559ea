import { expect, test } from 'vitest';
import { balanceInDollars } from '#renderer/features/settings/key-row.tsx';

test('rounds a balance down to whole cents', () => {
  expect([12_340_000, 12_349_999, 0, 9_999, -500_000].map(balanceInDollars)).toEqual([
    '$12.34',
    '$12.34',
    '$0.00',
    '$0.00',
    '-$0.50',
  ]);
});
