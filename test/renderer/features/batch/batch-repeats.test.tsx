// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { ok } from '#contract/errors.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { drawBatch, image, video } from './batch-draw.tsx';

test('counts duplicates inside the batch separately from runs that were made before', async () => {
  const earlier = { kind: 'same-request', index: 0 } as const;
  const { bridge, send, byRole, dialog } = await drawBatch([
    image('hero.png'),
    ...['squats.mp4', 'dance.mp4', 'jump.mp4'].map((name) => video(name)),
  ]);
  const kept = {
    kind: 'item',
    itemId: itemIdSchema.parse('item-0001'),
    at: '2026-11-20T10:00:00.000Z',
  } as const;
  const repeats = [
    { index: 1, earlier: kept },
    { index: 2, earlier },
  ];
  bridge.answer('jobs.spendCheck', ({ requests }) =>
    ok({ repeats: requests.length === 3 ? repeats : [], breaches: [], unknownCosts: 0 }),
  );
  await act(async () => send().click());
  expect(dialog()?.textContent).toContain('Submit 1 generation?');
  expect(dialog()?.textContent).toContain(
    '1 generation already exists and is excluded.1 generation is a duplicate in this batch and is excluded.',
  );
  expect(dialog()?.textContent).toContain(
    'hero.png with jump.mp4 on Kling v2.6 pro (fal): duplicate in this batch',
  );
  await act(async () => byRole('radio', 'Generate them again').click());
  expect(dialog()?.textContent).toContain('Submit 3 generations?');
  expect(dialog()?.textContent).toContain(
    '1 of these generations already exists.1 of these generations is a duplicate in this batch.',
  );
});
