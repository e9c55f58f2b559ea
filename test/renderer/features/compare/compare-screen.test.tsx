// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { ok } from '#contract/errors.ts';
import type { Item } from '#contract/model/item.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { CompareScreen } from '#renderer/features/compare/compare-screen.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { about, item, videoFacts } from '#test/renderer/samples.ts';

afterEach(() => {
  document.body.replaceChildren();
});

const itemId = itemIdSchema.parse('item-0001');

const drawComparison = async (more: Partial<Item> = {}, canReveal = false) => {
  const bridge = createFakeBridge({ items: [item(itemId, more)], about: { ...about, canReveal } });
  return { bridge, ...(await draw(<CompareScreen itemId={itemId} />, bridge)) };
};

const videos = () => [...document.querySelectorAll('video')];
const pressKey = (key: string) =>
  act(async () => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  });
const options = (group: string) =>
  [...document.querySelectorAll(`[role="radiogroup"][aria-label="${group}"] [role="radio"]`)].map(
    (option) => option.getAttribute('aria-label') ?? option.textContent,
  );

const facts = (more: Partial<Item['result']['facts']>) => ({ ...videoFacts, durationSec: 10, ...more });

test('shows the sent video and the result side by side', async () => {
  await drawComparison();
  expect(videos().map((video) => video.getAttribute('src'))).toEqual([
    '/media/item/item-0001/video',
    '/media/item/item-0001/result',
  ]);
});

test('shows how much earlier than its reference a result ends', async () => {
  const { text } = await drawComparison({ result: { file: 'result.mp4', facts: facts({ durationSec: 7 }) } });
  expect(text()).toContain('The result ends here, 3.0 s earlier.');
});

test('shows no end mark for videos of equal length', async () => {
  const { text } = await drawComparison();
  expect(text()).not.toContain('ends here');
});

test('offers only existing audio, and plays one of them', async () => {
  await drawComparison({
    video: { file: 'motion.mp4', name: 'squats.mp4', facts: facts({ audioCodec: null }) },
  });
  expect(options('Audio')).toEqual(['Result', 'None']);
  expect(videos().map((video) => video.muted)).toEqual([true, false]);
});

test('reports that neither video has audio instead of offering a choice', async () => {
  const silent = facts({ audioCodec: null });
  const { text } = await drawComparison({
    video: { file: 'motion.mp4', name: 'squats.mp4', facts: silent },
    result: { file: 'result.mp4', facts: silent },
  });
  expect(text()).toContain('Neither video has audio');
  expect(options('Audio')).toEqual([]);
});

test('cycles through the audio choices with M', async () => {
  await drawComparison();
  await pressKey('m');
  expect(videos().map((video) => video.muted)).toEqual([true, true]);
  await pressKey('m');
  expect(videos().map((video) => video.muted)).toEqual([false, true]);
});

test('shows the time, which can be set by the slider', async () => {
  const { text } = await drawComparison();
  const slider = document.querySelector<HTMLInputElement>('input[type="range"]');
  expect(slider?.getAttribute('aria-valuetext')).toBe('0:00.00 of 0:10.00');
  await pressKey('End');
  expect(slider?.getAttribute('aria-valuetext')).toBe('0:10.00 of 0:10.00');
  expect(text()).toContain('0:10.00 / 0:10.00');
});

test('shows the drift between the two videos', async () => {
  await drawComparison();
  expect(document.querySelector<HTMLElement>('[data-drift-ms]')?.dataset.driftMs).toBe('0.0');
});

test('steps by one frame of the video with the higher frame rate', async () => {
  await drawComparison({ video: { file: 'motion.mp4', name: 'squats.mp4', facts: facts({ fps: 10 }) } });
  await pressKey('.');
  expect(videos()[0]?.currentTime).toBeCloseTo(1.5 / 30);
});

test('changes the speed with L and J', async () => {
  await drawComparison();
  const chosen = () => document.querySelector('[aria-label="Speed"] [aria-checked="true"]')?.textContent;
  await pressKey('l');
  expect(chosen()).toBe('1.5×');
  await pressKey('j');
  await pressKey('j');
  expect(chosen()).toBe('0.5×');
});

test('shows what was sent with its reasons, and the cost', async () => {
  const { text } = await drawComparison({
    billedMicros: 1_120_000,
    plan: {
      ...item(itemId).plan,
      verdict: 'fixable',
      reasons: [
        {
          code: 'video-too-long',
          subject: 'video',
          severity: 'mended',
          limit: '10 s',
          actual: '13 s',
          source: 'the model page',
        },
      ],
    },
  });
  expect(text()).toContain('The first 10 s are used, because 13 s is over the 10 s limit.');
  expect(text()).toContain('Original file.');
  expect(text()).toContain('$1.12');
});

test('shows the bill beside the estimate, with their difference', async () => {
  const { text, erase } = await drawComparison({ billedMicros: 1_200_000 });
  expect(text()).toContain('$0.08 more than estimated');
  await erase();
  const less = await drawComparison({ billedMicros: 1_000_000 });
  expect(less.text()).toContain('$0.12 less than estimated');
  await less.erase();
  const same = await drawComparison({ billedMicros: 1_120_000 });
  expect(same.text()).toContain('As estimated');
  await same.erase();
  const untold = await drawComparison();
  expect(untold.text()).toContain('Not reported by the provider');
});

test('marks an estimate that differs from the provider\u2019s own', async () => {
  const { estimate } = item(itemId);
  if ('unknown' in estimate) throw new Error('The sample has a price.');
  const { text } = await drawComparison({ estimate: { ...estimate, caveat: 'our-reading' } });
  expect(text()).toContain('Estimated from the published price table.');
});

test('shows the saved transfer record of a result for each file', async () => {
  const { text, erase } = await drawComparison({
    transferRecords: [
      {
        file: 'video',
        sizeBytes: 3_200_000,
        via: 'fal-storage',
        host: 'v3.fal.media',
        readableBy: 'anyone-with-the-link',
        until: null,
        keptSec: 604_800,
        isDeletedAfterwards: false,
      },
    ],
  });
  expect(text()).toContain('Uploaded to fal storage (v3.fal.media) \u00b7 3.2 MB');
  expect(text()).toContain('The link expires after 7 days.');
  await erase();
  const older = await drawComparison();
  expect(older.text()).toContain('No record of files leaving this computer.');
});

test('shows the negative prompt only if one was given', async () => {
  const { choices } = item(itemId);
  const { text, erase } = await drawComparison({ choices: { ...choices, negativePrompt: 'rain' } });
  expect(text()).toContain('Negative promptrain');
  await erase();
  const without = await drawComparison();
  expect(without.text()).not.toContain('Negative prompt');
});

test('labels a demonstration result', async () => {
  const { text } = await drawComparison({ isDemo: true });
  expect(text()).toContain('Not generated by AI');
});

test('offers to download the result, and to show it in its folder where possible', async () => {
  const { bridge, press, box } = await drawComparison({}, true);
  expect(box.querySelector('a[download]')?.getAttribute('href')).toBe(
    '/media/item/item-0001/result?download=1',
  );
  await press('Show in folder');
  expect(bridge.requests.at(-1)).toEqual({ name: 'library.reveal', input: { itemId } });
});

test('returns to the library on Escape', async () => {
  const { store } = await drawComparison();
  await pressKey('Escape');
  expect(store.getState().view.screen).toEqual({ kind: 'library' });
});

test('reports a missing result, which can be requested again', async () => {
  const bridge = createFakeBridge();
  const { text, press } = await draw(<CompareScreen itemId={itemId} />, bridge);
  expect(text()).toContain('There is no such result in the library.');
  bridge.answer('library.get', () => ok(item(itemId)));
  await press('Try again');
  expect(videos()).toHaveLength(2);
});
