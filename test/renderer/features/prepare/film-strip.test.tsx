// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FilmStrip } from '#renderer/features/prepare/film-strip.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { videoSource } from '#test/renderer/samples.ts';

// There is no layout here.
beforeEach(() => void vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(400));
afterEach(() => vi.restoreAllMocks());

test('a frame that cannot be loaded shows the nearest one that was', async () => {
  const { facts } = videoSource;
  if (facts.kind !== 'video') throw new Error('The sample is no video.');
  const video = { ...videoSource, facts };
  await draw(
    <FilmStrip video={video} view={{ fromSec: 0, toSec: facts.durationSec }} onFilled={() => undefined} />,
  );
  const cells = () => [...document.querySelectorAll('span')].filter((one) => one.querySelector('img'));
  const images = cells().map((cell) => cell.querySelector('img'));
  expect(images.length).toBeGreaterThan(2);
  const failing = 1;
  await act(async () => {
    for (const [index, image] of images.entries())
      image?.dispatchEvent(new Event(index === failing ? 'error' : 'load'));
  });
  const shown = cells()[failing]?.querySelector('img')?.getAttribute('src');
  const neighbours = [images[failing - 1], images[failing + 1]].map((image) => image?.getAttribute('src'));
  expect(neighbours).toContain(shown);
});
