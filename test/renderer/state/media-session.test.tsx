// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { itemIdSchema } from '#contract/model/item.ts';
import { CompareScreen } from '#renderer/features/compare/compare-screen.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { item } from '#test/renderer/samples.ts';

const handlers = new Map<string, MediaSessionActionHandler>();
const session = {
  playbackState: 'none',
  // Like an older browser, which does not support every action.
  setActionHandler: (action: string, handler: MediaSessionActionHandler | null) => {
    if (action === 'seekto') throw new TypeError(action);
    if (handler === null) handlers.delete(action);
    else handlers.set(action, handler);
  },
};

beforeEach(() => {
  handlers.clear();
  Object.defineProperty(navigator, 'mediaSession', { value: session, configurable: true });
  return () => vi.restoreAllMocks();
});
afterEach(() => {
  document.body.replaceChildren();
});

const press = (action: MediaSessionAction, details: Partial<MediaSessionActionDetails> = {}) =>
  act(async () => handlers.get(action)?.({ action, ...details }));

test('media keys play, pause, seek and stop both videos while the comparison is open, and not afterwards', async () => {
  const itemId = itemIdSchema.parse('item-0001');
  const { erase, byRole, box } = await draw(
    <CompareScreen itemId={itemId} />,
    createFakeBridge({ items: [item(itemId)] }),
  );
  const slider = () => Number(box.querySelector<HTMLInputElement>('input[type="range"]')?.value);
  expect([...handlers.keys()].toSorted()).toEqual(['pause', 'play', 'seekbackward', 'seekforward', 'stop']);
  expect(session.playbackState).toBe('paused');
  await press('play');
  await press('play');
  expect(byRole('button', 'Pause')).toBeTruthy();
  expect(session.playbackState).toBe('playing');
  await press('pause');
  await press('pause');
  expect(byRole('button', 'Play')).toBeTruthy();
  await press('seekforward', { seekOffset: 4 });
  await press('seekbackward', { seekOffset: 1 });
  expect(slider()).toBe(3);
  await press('play');
  await press('stop');
  expect([slider(), session.playbackState]).toEqual([0, 'paused']);
  await erase();
  expect([...handlers.keys(), session.playbackState]).toEqual(['none']);
});
