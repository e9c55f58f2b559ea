// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { StudioScreen } from '#renderer/app/studio-screen.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { imageSource, videoSource } from '#test/renderer/samples.ts';

const wide = { ...imageSource, facts: { ...imageSource.facts, width: 1500, height: 500 } };

const drawStudio = async (image = wide) => {
  const drawn = await draw(<StudioScreen />, createFakeBridge({ sample: { image, video: videoSource } }));
  await drawn.press('Try it with the sample');
  const choose = (name: string) => act(async () => drawn.byRole('radio', name).click());
  const frame = () => drawn.byRole('slider', 'Crop area of the image');
  const key = (name: string, more: KeyboardEventInit = {}) =>
    act(async () => {
      frame().dispatchEvent(
        new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }),
      );
    });
  const place = () => document.querySelector('[data-place=image]')?.textContent ?? '';
  return { ...drawn, choose, frame, key, place, framing: () => drawn.store.getState().draft.framing };
};

test('offers no framing for an accepted shape', async () => {
  const { place } = await drawStudio(imageSource);
  expect(place()).not.toContain('Crop');
});

test('adds blurred edges to a too wide image and reports them', async () => {
  const { place, choose } = await drawStudio();
  expect(place()).toContain('aspect ratio 3 is outside 0.4-2.5 \u2192 bars added');
  expect(document.querySelector('[data-place=image] img[alt=""]')).not.toBeNull();
  await choose('Solid bars');
  expect(document.querySelector('[data-place=image] img[alt=""]')).toBeNull();
});

test('does not report a short side as enlarged when padding makes it long enough', async () => {
  const { place } = await drawStudio({ ...wide, facts: { ...wide.facts, width: 1000, height: 332 } });
  expect(place()).toContain('a side of 332 px is under 341 px \u2192 bars added');
});

test('moves a crop by keyboard and reports its position', async () => {
  const { choose, frame, key, framing, place } = await drawStudio();
  await choose('Crop');
  expect(place()).toContain('cropped to 1250 \u00d7 500');
  expect(frame().getAttribute('aria-valuetext')).toBe('50 % from the left');
  await key('ArrowRight');
  await key('ArrowRight', { shiftKey: true });
  expect(frame().getAttribute('aria-valuetext')).toBe('61 % from the left');
  await key('Home');
  expect(framing().image).toEqual({ kind: 'crop', x: 0, y: 0.5 });
  expect(framing().video).toEqual({ kind: 'pad', edge: 'plain' });
});

test('offers no blurred edges for a cut-out figure', async () => {
  const figure = { ...wide, facts: { ...wide.facts, hasAlpha: true } };
  const { place } = await drawStudio(figure);
  expect(place()).toContain('Solid bars');
  expect(place()).not.toContain('Blurred bars');
});
