// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { sourceIdSchema } from '#contract/model/source.ts';
import { CompareScreen } from '#renderer/features/compare/compare-screen.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge, type FakeBridge } from '#test/renderer/fake-bridge.ts';
import { item, videoSource } from '#test/renderer/samples.ts';

afterEach(() => {
  document.body.replaceChildren();
});

const itemId = itemIdSchema.parse('item-0001');
const sourceId = sourceIdSchema.parse('copy-0001');

const drawBroken = async (prepare: (bridge: FakeBridge) => void) => {
  const bridge = createFakeBridge({ items: [item(itemId)] });
  bridge.answer('library.source', () => ok({ ...videoSource, id: sourceId }));
  prepare(bridge);
  const drawn = await draw(<CompareScreen itemId={itemId} />, bridge);
  const [, result] = document.querySelectorAll('video');
  await act(async () => {
    result?.dispatchEvent(new Event('error'));
  });
  return { ...drawn, bridge };
};
const sources = () => [...document.querySelectorAll('video')].map((video) => video.getAttribute('src'));

test('requests a preview copy of an unplayable result, shows its progress, and cancels it on leaving', async () => {
  const { bridge, text, erase } = await drawBroken(() => {});
  expect(bridge.requests).toContainEqual({ name: 'library.source', input: { itemId, file: 'result' } });
  expect(text()).toContain('A preview is being made.');
  await act(async () => {
    bridge.announce('media.progress', { sourceId, work: 'preview', fraction: 0.4 });
  });
  expect(document.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow')).toBe('40');
  await erase();
  expect(bridge.requests.at(-1)).toEqual({ name: 'media.close', input: { sourceId } });
});

test('plays the copy in place of the result, in a new player', async () => {
  const { text } = await drawBroken((bridge) => bridge.answer('media.preview', () => ok({})));
  expect(sources()).toEqual(['/media/item/item-0001/video', '/media/preview/copy-0001']);
  expect(text()).toContain('The file itself is unchanged.');
});

test('shows what to do when no copy can be made', async () => {
  const { text } = await drawBroken((bridge) =>
    bridge.answer('media.preview', () => fail('tool-failed', { reason: 'exit' })),
  );
  expect(text()).toContain('This window cannot play this video. Show it in its folder, or download it');
});

test.each([
  ['item-file-empty', 'is empty here; a sync service may not have downloaded it.'],
  ['item-files-missing', 'is missing from its folder.'],
  ['library-away', 'folder is not there'],
] as const)('shows why a file is not delivered (%s)', async (code, messages) => {
  const { text } = await drawBroken((bridge) => bridge.answer('library.source', () => fail(code)));
  expect(text()).toContain(messages);
  expect(text()).not.toContain('This window cannot play');
});
